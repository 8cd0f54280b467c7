//! Parses all of it, and asks on the way back how deep it was.
//!
//! Rejected by: a_hundred_thousand_parentheses_are_refused

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
    let mut rest = expression.as_bytes();
    let (value, depth) = sum(&mut rest)?;
    match rest {
        [] if depth > MAX_DEPTH => Err(Refusal::TooDeep),
        [] => Ok(value),
        _ => Err(Refusal::Malformed),
    }
}

/// The value of a sum, and how deep it is.
fn sum(rest: &mut &[u8]) -> Result<(i64, usize), Refusal> {
    let (mut value, mut depth) = operand(rest)?;
    while let [sign @ (b'+' | b'-'), after @ ..] = *rest {
        *rest = after;
        let (operand, its_depth) = operand(rest)?;
        value += if *sign == b'+' { operand } else { -operand };
        depth = depth.max(its_depth);
    }
    Ok((value, depth))
}

fn operand(rest: &mut &[u8]) -> Result<(i64, usize), Refusal> {
    match *rest {
        [digit @ b'0'..=b'9', after @ ..] => {
            *rest = after;
            Ok((i64::from(digit - b'0'), 0))
        }
        [b'(', after @ ..] => {
            *rest = after;
            let (value, depth) = sum(rest)?;
            *rest = rest.strip_prefix(b")").ok_or(Refusal::Malformed)?;
            Ok((value, depth + 1))
        }
        _ => Err(Refusal::Malformed),
    }
}
