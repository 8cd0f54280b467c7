//! # Nesting that is not too deep
//!
//! A parser that calls itself for each parenthesis is short and pretty, and lets a stranger choose how deep your stack
//! becomes. An overflow cannot be caught: the whole server dies, with all its clients. It has happened to parsers of
//! JSON, of XML and of regular expressions; today serde_json, for one, gives up at a depth of 128.
//!
//! **Your task:** calculate expressions of digits, `+` and `-`, from left to right, with parentheses around any part:
//! `9-(5-1)` is 5. Any number of parentheses may stand side by side, and an expression may have any length; but at most
//! [`MAX_DEPTH`] parentheses may be open at once. One that would be open beyond that is refused as too deep, there and
//! then. Everything else is malformed: no blanks, no signs, and a number has one digit. (So it cannot become too large.)
//!
//! Read: part 3, "Limiting the nesting depth" (`book/src/3-protocol/nesting-depth.md`).
//!
//! Check it: `cargo test --test ex3_5_bounded_nesting`, or `cargo grade bounded_nesting`.

/// How many parentheses may be open at once.
pub const MAX_DEPTH: usize = 100;

/// Why there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// More than [`MAX_DEPTH`] parentheses would be open at once.
    TooDeep,
    /// The text is no such expression.
    Malformed,
}

/// The value of an expression.
pub fn calculate(expression: &str) -> Result<i64, Refusal> {
    todo!()
}
