//! Counts the parentheses that were opened, and not those that are open.
//!
//! Rejected by: side_by_side_is_not_nested

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
    if expression.matches('(').count() > MAX_DEPTH {
        return Err(Refusal::TooDeep);
    }
    let mut rest = expression.bytes();
    let (value, end) = sum(&mut rest)?;
    if end.is_none() { Ok(value) } else { Err(Refusal::Malformed) }
}

/// The value of operands with operators between them, and the byte after the last one.
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

/// The value of a digit, or of what is in parentheses.
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
