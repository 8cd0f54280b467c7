//! Expressions with a million parts, on a call stack that is far too small for recursion.
#![allow(clippy::unwrap_used, reason = "a test may fail in its helpers too")]

use calculator_server::{Expression, SyntaxProblem};
use std::thread;

const MILLION: usize = 1_000_000;

/// Enough for a few hundred nested calls. The stack of a thread is usually 2 MiB, that of `main` 8.
const SMALL_STACK: usize = 64 * 1024;

fn on_a_small_stack(check: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(SMALL_STACK).spawn(check).unwrap();
    assert!(thread.join().is_ok());
}

/// The text is parsed, evaluated, printed and dropped.
fn check(text: String, value: f64, printed: String) {
    on_a_small_stack(move || {
        let expression: Expression = text.parse().unwrap();
        assert_eq!(expression.evaluate(), Ok(value));
        assert!(expression.to_string() == printed, "it prints differently; the text is too long to show");
    });
}

/// A million times the first text, then the second once, then a million times the third.
fn million(before: &str, middle: &str, after: &str) -> String {
    before.repeat(MILLION) + middle + &after.repeat(MILLION)
}

#[test]
fn a_sum_of_a_million_terms() {
    check(million("", "0", "+1"), 1e6, million("(", "0", " + 1)"));
}

#[test]
fn a_million_signs() {
    check(million("-", "1", ""), 1.0, million("(-", "1", ")"));
}

#[test]
fn a_power_of_a_power_a_million_times() {
    check(million("1^", "2", ""), 1.0, million("(1 ^ ", "2", ")"));
}

#[test]
fn a_million_parentheses() {
    check(million("(", "1", ")"), 1.0, "1".to_owned());
}

#[test]
fn a_million_functions_of_sums() {
    check(million("abs(1+", "0", ")"), 1e6, million("abs((1 + ", "0", "))"));
}

#[test]
fn a_million_parentheses_that_are_never_closed() {
    on_a_small_stack(|| {
        let error = million("(", "1", "").parse::<Expression>().unwrap_err();
        assert_eq!((error.column, error.problem), (MILLION, SyntaxProblem::UnmatchedOpen));
    });
}
