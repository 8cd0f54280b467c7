//! Has a limit of its own for the length of an expression.
//!
//! Rejected by: a_long_sum_is_not_deep

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
    if expression.len() > 64 << 10 {
        return Err(Refusal::Malformed);
    }
    let mut rest = expression.bytes();
    let (value, end) = sum(&mut rest, 0)?;
    if end.is_none() { Ok(value) } else { Err(Refusal::Malformed) }
}

/// The value of operands with operators between them, and the byte after the last one.
fn sum(rest: &mut Bytes<'_>, depth: usize) -> Result<(i64, Option<u8>), Refusal> {
    let mut value = operand(rest, depth)?;
    loop {
        match rest.next() {
            Some(b'+') => value += operand(rest, depth)?,
            Some(b'-') => value -= operand(rest, depth)?,
            end => return Ok((value, end)),
        }
    }
}

/// The value of a digit, or of what is in parentheses, with so many of them open around it.
fn operand(rest: &mut Bytes<'_>, depth: usize) -> Result<i64, Refusal> {
    match rest.next() {
        Some(digit @ b'0'..=b'9') => Ok(i64::from(digit - b'0')),
        Some(b'(') if depth == MAX_DEPTH => Err(Refusal::TooDeep),
        Some(b'(') => match sum(rest, depth + 1)? {
            (value, Some(b')')) => Ok(value),
            _ => Err(Refusal::Malformed),
        },
        _ => Err(Refusal::Malformed),
    }
}
