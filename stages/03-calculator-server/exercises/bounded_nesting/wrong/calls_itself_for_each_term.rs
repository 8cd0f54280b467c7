//! Has a bound for parentheses, and calls itself for each term of a sum.
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
    let mut rest = expression.bytes();
    let first = operand(&mut rest, 0)?;
    let (value, end) = more(&mut rest, first, 0)?;
    if end.is_none() { Ok(value) } else { Err(Refusal::Malformed) }
}

/// The value of a sum that begins with this value, and the byte after it.
fn more(rest: &mut Bytes<'_>, value: i64, depth: usize) -> Result<(i64, Option<u8>), Refusal> {
    let value = match rest.next() {
        Some(b'+') => value + operand(rest, depth)?,
        Some(b'-') => value - operand(rest, depth)?,
        end => return Ok((value, end)),
    };
    more(rest, value, depth)
}

fn operand(rest: &mut Bytes<'_>, depth: usize) -> Result<i64, Refusal> {
    match rest.next() {
        Some(digit @ b'0'..=b'9') => Ok(i64::from(digit - b'0')),
        Some(b'(') if depth == MAX_DEPTH => Err(Refusal::TooDeep),
        Some(b'(') => {
            let first = operand(rest, depth + 1)?;
            match more(rest, first, depth + 1)? {
                (value, Some(b')')) => Ok(value),
                _ => Err(Refusal::Malformed),
            }
        }
        _ => Err(Refusal::Malformed),
    }
}
