//! # Nesting that is not too deep
//!
//! A parser that calls itself for each parenthesis is short, and lets a stranger decide how deep your call stack
//! becomes. A stack overflow cannot be caught: the whole server ends, with all its clients. This has happened to parsers of
//! JSON, of XML and of regular expressions. Today serde_json, for example, refuses what is nested 128 deep or deeper.
//!
//! **Your task:** calculate expressions of digits, `+` and `-`, from left to right, with parentheses around any part:
//! `9-(5-1)` is 5.
//!
//! - Any number of parentheses may follow each other, as in `(1)+(1)`, and an expression may have any length.
//! - At most [`MAX_DEPTH`] parentheses may be open at once. The first one beyond that is `TooDeep`, whatever follows it.
//! - Everything else is `Malformed`: there are no spaces and no signs, and a number has one digit. (So no number can be
//!   too large.)
//!
//! You will need:
//!
//! - [`str::bytes`](https://doc.rust-lang.org/std/primitive.str.html#method.bytes), and [`Iterator::peekable`](https://doc.rust-lang.org/std/iter/trait.Iterator.html#method.peekable) or [`next_if`](https://doc.rust-lang.org/std/iter/struct.Peekable.html#method.next_if) to look one byte ahead
//! - a recursive function with the depth as a parameter, or [`Vec`](https://doc.rust-lang.org/std/vec/struct.Vec.html) as a stack
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
    /// The text is not such an expression.
    Malformed,
}

/// The value of an expression.
pub fn calculate(expression: &str) -> Result<i64, Refusal> {
    todo!()
}
