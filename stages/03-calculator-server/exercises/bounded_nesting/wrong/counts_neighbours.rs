//! Counts how deep the parentheses are only where they stand one beside the other.
//!
//! Rejected by: as_many_may_be_open_as_the_bound_says

use std::str::Bytes;

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
    let (mut run, mut longest) = (0, 0);
    for byte in expression.bytes() {
        run = if byte == b'(' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    if longest > MAX_DEPTH {
        return Err(Refusal::TooDeep);
    }
    let mut rest = expression.bytes();
    let (value, end) = sum(&mut rest)?;
    if end.is_none() { Ok(value) } else { Err(Refusal::Malformed) }
}

fn sum(rest: &mut Bytes<'_>) -> Result<(i64, Option<u8>), Refusal> {
    let mut value = operand(rest)?;
    loop {
        match rest.next() {
            Some(b'+') => value += operand(rest)?,
            Some(b'-') => value -= operand(rest)?,
            end => return Ok((value, end)),
        }
    }
}

fn operand(rest: &mut Bytes<'_>) -> Result<i64, Refusal> {
    match rest.next() {
        Some(digit @ b'0'..=b'9') => Ok(i64::from(digit - b'0')),
        Some(b'(') => match sum(rest)? {
            (value, Some(b')')) => Ok(value),
            _ => Err(Refusal::Malformed),
        },
        _ => Err(Refusal::Malformed),
    }
}
