//! Properties of every expression, and of every text that is not one.
#![allow(clippy::unwrap_used, reason = "a test may fail in its helpers too")]

mod tree;

use calculator_server::{Expression, Reply, handle_request};
use proptest::{collection::vec, prelude::*, sample::select};
use tree::{Tree, spine, tree};

proptest! {
    #[test]
    fn every_expression_is_parsed_printed_and_evaluated(tree in tree(), blanks in blanks()) {
        check(&tree, &blanks);
    }

    #[test]
    fn and_so_is_a_deep_one(tree in spine(), blanks in blanks()) {
        check(&tree, &blanks);
    }

    #[test]
    fn any_text_is_an_expression_or_an_error_with_a_column_in_it(text in any_text()) {
        match text.parse::<Expression>() {
            Ok(expression) => assert_eq!(expression.to_string().parse(), Ok(expression)),
            Err(error) => assert!((1..=text.chars().count() + 1).contains(&error.column), "{error}"),
        }
    }

    #[test]
    fn any_bytes_get_one_line_that_parses_as_the_same_reply(line in any_bytes()) {
        let reply = handle_request(&line);
        let printed = reply.to_string();
        assert!(!printed.contains(char::is_control), "{printed:?}");
        assert_eq!(printed.parse::<Reply>(), Ok(reply));
    }

    #[test]
    fn any_reason_parses_back_as_the_same_reply(reason in any::<String>()) {
        for reply in [Reply::error(&reason), Reply::busy(&reason)] {
            assert_eq!(reply.to_string().parse::<Reply>(), Ok(reply));
        }
    }

    #[test]
    fn every_number_is_read_as_the_standard_library_reads_it(text in digits()) {
        let read: f64 = text.parse().unwrap();
        let value = text.parse::<Expression>().map(|expression| expression.evaluate().unwrap().to_bits());
        assert_eq!(value.ok(), read.is_finite().then_some(read.to_bits()), "{text}");
    }

    #[test]
    fn every_number_is_written_as_the_standard_library_writes_it(value in any_number()) {
        let plain = (1e-4..1e16).contains(&value.abs());
        let written = if plain { format!("{value}") } else { format!("{value:e}") };
        assert_eq!(Reply::Value(value).to_string(), written);
    }

    #[test]
    fn every_number_reads_back_bit_for_bit(value in any_number()) {
        let printed = Reply::Value(value).to_string();
        let Ok(Reply::Value(read)) = printed.parse() else { panic!("{printed}") };
        assert_eq!(read.to_bits(), value.to_bits(), "{printed}");
        assert_eq!(printed.contains('e'), !(1e-4..1e16).contains(&value.abs()), "{printed}");
        assert!(!printed.ends_with(".0") && !printed.contains(".0e"), "{printed}");
    }
}

/// The tree's text parses as the tree, the printed text parses as the same, and the value is the tree's.
fn check(tree: &Tree, blanks: &[&str]) {
    let expression: Expression = typed(tree, blanks).parse().unwrap();
    let printed = expression.to_string();
    assert_eq!(printed, tree.in_full());
    assert_eq!(printed.parse(), Ok(expression.clone()));
    assert_eq!(expression.evaluate().map(f64::to_bits), tree.value().map(f64::to_bits));
}

fn typed(tree: &Tree, blanks: &[&str]) -> String {
    let mut text = String::new();
    for (token, blank) in tree.tokens().iter().zip(blanks.iter().cycle()) {
        text.extend([blank, token.as_str()]);
    }
    text + blanks[0]
}

/// The spaces and tabs between two tokens, in turn.
fn blanks() -> impl Strategy<Value = Vec<&'static str>> {
    vec(select(&["", "", " ", "\t", "  "]), 1..8)
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![nearly_an_expression(), any::<String>()]
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![any_text().prop_map(String::into_bytes), any::<Vec<u8>>()]
}

fn nearly_an_expression() -> impl Strategy<Value = String> {
    const PIECES: [&str; 20] = [
        "+", "-", "*", "/", "%", "^", "(", ")", "(", ")", "1", "0", "23", ".", "e", "pi", "sqrt(", "ln", "é",
        " ",
    ];
    vec(select(&PIECES), 0..16).prop_map(|pieces| pieces.concat())
}

/// From one digit to more than f64 holds, with and without a point and an exponent.
fn digits() -> impl Strategy<Value = String> {
    r"([0-9]{1,18}(\.[0-9]{0,18})?|\.[0-9]{1,18})([eE][+-]?[0-9]{1,3})?"
}

/// Any bits, few digits, or an integer; but not zero, which has no sign in a reply.
fn any_number() -> impl Strategy<Value = f64> {
    let short =
        (any::<i32>(), -30..30).prop_map(|(digits, exponent)| f64::from(digits) * 10f64.powi(exponent));
    let integer =
        (any::<i32>(), 0..40).prop_map(|(digits, exponent)| f64::from(digits) * 2f64.powi(exponent));
    prop_oneof![any::<f64>(), short, integer].prop_filter("finite and not 0", |value| value.is_normal())
}
