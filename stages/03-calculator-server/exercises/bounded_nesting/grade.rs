//! Nesting that is not too deep.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    dead_code,
    reason = "the file is a library of one function, and a stub has yet to use its arguments and to refuse anything"
)]
mod exercise;

use checks::{Exercise, LIMIT, on_a_stack_of, same};
use exercise::{MAX_DEPTH, Refusal, calculate};
use std::time::{Duration, Instant};

const NESTING: Exercise = Exercise {
    name: "bounded_nesting",
    read: r#"part 3, "Limiting the nesting depth" (book/src/3-protocol/nesting-depth.md)"#,
};

/// How many parentheses a hostile line has in these checks.
const HOSTILE: usize = 100_000;

/// How many terms a long sum has at first, and then twice as many, and so on: an expression may have any length.
const TERMS: usize = 1500;

/// Longer than any limit that somebody would think of: 5 MB.
const MOST_TERMS: usize = 2_500_000;

/// Where each step looks through all that came before, which is slow and right, twice as many terms would take too long.
const SLOW: Duration = Duration::from_millis(200);

/// Holds what a loop needs and far less than a call for each term.
const SMALL_STACK: usize = 128 << 10;

#[test]
fn parentheses_say_what_is_done_first() {
    NESTING.check(
        "parentheses are calculated first; without them, an expression is calculated from left to right.",
        "`9-5-1` is calculated as `9-(5-1)`, or a minus before a parenthesis does not apply to all of its content.",
        || {
            for (expression, value) in [
                ("7", 7),
                ("1+2-4", -1),
                ("9-5-1", 3),
                ("9-(5-1)", 5),
                ("(9-5)-1", 3),
                ("1-(2-(3-(4-5)))", 3),
                ("((((8))))-(1)+(2-3)", 6),
                ("0+1+2+3+4+5+6+7+8+9", 45),
                ("0-9-9-9-9-9-9-9-9-9-9-9-9-9-9-9", -135),
                ("1-(2+3)-(4-(5+6))+(7)", 10),
            ] {
                same(&format!("the value of `{expression}`"), &calculate(expression), &Ok(value));
            }
        },
    );
}

#[test]
fn what_is_not_an_expression_is_malformed() {
    NESTING.check(
        "a text that is not an expression is `Malformed`.",
        "what follows the expression is not checked, or a missing parenthesis is not noticed. Or more than `0` to `9` \
         is treated as a digit, or text that is not ASCII is cut inside a character.",
        || {
            let parentheses = ["()", "(", ")", "(1", "1)", "(1))", "((1)", ")1(", ")(", "1()", "()1", "1+()", "(1+)"];
            let operators = ["", "+", "1+", "+1", "-1", "(-1)", "1++2", "1+-2", "1-+2", "1--2", "(+1)", "(1--1)", "1-", "1*2", "1/2"];
            let neighbours = ["12", "1(2)", "(1)2", "(1)(2)", "1.5", "00"];
            let blanks = ["1 ", " 1", "1 + 2", "1\n", "1\t", "1\0"];
            let letters = ["a", "1+a", "x+1", "\u{fc}", "(\u{20ac})", "1\u{20ac}", "\u{fc}1", "1\u{a0}+2", "1\u{2212}1"];
            let digits_elsewhere = ["\u{661}", "1+\u{b2}", "\u{bd}"];
            for text in
                [&parentheses[..], &operators, &neighbours, &blanks, &letters, &digits_elsewhere].concat()
            {
                same(&format!("the value of `{text}`"), &calculate(text), &Err(Refusal::Malformed));
            }
        },
    );
}

#[test]
fn as_many_may_be_open_as_the_bound_says() {
    NESTING.check(
        "MAX_DEPTH parentheses may be open at once, and one more is `TooDeep`, whatever follows.",
        "the limit is off by one: before you open a parenthesis, compare the number of those that are open already. \
         Or what follows is parsed first, and found malformed.",
        || {
            let name = |depth| format!("the value of a 1 in {depth} parentheses");
            same(&name(MAX_DEPTH), &calculate(&nested(MAX_DEPTH)), &Ok(1));
            same(&name(MAX_DEPTH + 1), &calculate(&nested(MAX_DEPTH + 1)), &Err(Refusal::TooDeep));
            // Between the parentheses may be terms.
            let name = |depth| format!("the value of `1-(1-(…1`, with {depth} open");
            let within = |depth| "1-(".repeat(depth) + "1" + &")".repeat(depth);
            same(&name(MAX_DEPTH), &calculate(&within(MAX_DEPTH)), &Ok(1));
            same(&name(MAX_DEPTH + 1), &calculate(&within(MAX_DEPTH + 1)), &Err(Refusal::TooDeep));
            let one_of_two = nested(MAX_DEPTH) + "+" + &nested(MAX_DEPTH + 1);
            let name = "the value of two terms, of which the second is one too deep";
            same(name, &calculate(&one_of_two), &Err(Refusal::TooDeep));
            let and_more = "(".repeat(MAX_DEPTH + 1) + "x";
            let name = format!("the value of {} parentheses that are open, and `x`", MAX_DEPTH + 1);
            same(&name, &calculate(&and_more), &Err(Refusal::TooDeep));
        },
    );
}

#[test]
fn side_by_side_is_not_nested() {
    NESTING.check_within(
        4 * LIMIT,
        "a closed parenthesis is not open any more: a thousand pairs that follow each other have a depth of one.",
        "all parentheses are counted. A closing one has to make the depth one less.",
        || {
            let pairs = vec!["(1)"; 1000].join("+");
            same("the value of `(1)+(1)+…`, a thousand times", &calculate(&pairs), &Ok(1000));
            let deep = vec![nested(MAX_DEPTH); 3].join("+");
            same("the value of three terms as deep as may be", &calculate(&deep), &Ok(3));
        },
    );
}

#[test]
fn a_hundred_thousand_parentheses_are_refused() {
    NESTING.check_in_child(
        "a hundred thousand parentheses are `TooDeep`, and the program continues.",
        "your code calls itself for each parenthesis and checks the depth too late: after the call, or after parsing \
         everything. By then the call stack has overflowed, and nothing can catch that.",
        || {
            let name = format!("the value of a 1 in {HOSTILE} parentheses");
            same(&name, &calculate(&nested(HOSTILE)), &Err(Refusal::TooDeep));
            let never_closed = "1-(".repeat(HOSTILE);
            let name = format!("the value of `1-(1-(…`, {HOSTILE} times and never closed");
            same(&name, &calculate(&never_closed), &Err(Refusal::TooDeep));
        },
    );
}

#[test]
fn a_long_sum_is_not_deep() {
    NESTING.check_in_child(
        "a long sum has a value, even on a small call stack: it is long, not deep.",
        "your code calls itself for each term, so the call stack becomes as deep as the sum is long. A loop does not. \
         Or an expression is cut off at some length.",
        || {
            let mut terms = TERMS;
            let mut took = Duration::ZERO;
            while took < SLOW && terms < MOST_TERMS {
                let sum = format!("1{}", "+9-8".repeat(terms / 2));
                let start = Instant::now();
                let value = on_a_stack_of(SMALL_STACK, move || calculate(&sum));
                took = start.elapsed();
                let name = format!("the value of `1+9-8+9-8…`, of {} terms", terms + 1);
                same(&name, &value, &Ok(i64::try_from(terms / 2 + 1).unwrap_or_default()));
                terms *= 2;
            }
        },
    );
}

/// A 1 in so many parentheses.
fn nested(depth: usize) -> String {
    format!("{}1{}", "(".repeat(depth), ")".repeat(depth))
}
