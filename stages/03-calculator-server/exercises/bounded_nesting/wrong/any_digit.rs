//! Asks whether a character is a digit in any script, and takes the last byte of its code for its value.
//!
//! Rejected by: what_is_not_an_expression_is_malformed

use std::str::Chars;

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
    let mut rest = expression.chars();
    let (value, end) = sum(&mut rest, 0)?;
    if end.is_none() { Ok(value) } else { Err(Refusal::Malformed) }
}

fn sum(rest: &mut Chars<'_>, depth: usize) -> Result<(i64, Option<char>), Refusal> {
    let mut value = operand(rest, depth)?;
    loop {
        match rest.next() {
            Some('+') => value += operand(rest, depth)?,
            Some('-') => value -= operand(rest, depth)?,
            end => return Ok((value, end)),
        }
    }
}

fn operand(rest: &mut Chars<'_>, depth: usize) -> Result<i64, Refusal> {
    match rest.next() {
        Some(digit) if digit.is_numeric() => Ok(i64::from(digit as u32 & 15)),
        Some('(') if depth == MAX_DEPTH => Err(Refusal::TooDeep),
        Some('(') => match sum(rest, depth + 1)? {
            (value, Some(')')) => Ok(value),
            _ => Err(Refusal::Malformed),
        },
        _ => Err(Refusal::Malformed),
    }
}
