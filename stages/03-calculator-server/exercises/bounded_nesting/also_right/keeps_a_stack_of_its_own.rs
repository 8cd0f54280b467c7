//! Calls nothing for a parenthesis: what waits for its end stands in a `Vec`, whose length is the depth.

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

/// What has been added up since a parenthesis was opened, and the sign of what comes next.
struct Sum {
    value: i64,
    sign: i64,
}

/// The value of an expression.
pub fn calculate(expression: &str) -> Result<i64, Refusal> {
    let mut outer: Vec<Sum> = Vec::new();
    let mut sum = Sum { value: 0, sign: 1 };
    let mut operand_is_due = true;
    for character in expression.chars() {
        match (character, operand_is_due) {
            ('0'..='9', true) => {
                sum.value += sum.sign * i64::from(character as u8 - b'0');
                operand_is_due = false;
            }
            ('(', true) if outer.len() == MAX_DEPTH => return Err(Refusal::TooDeep),
            ('(', true) => outer.push(std::mem::replace(&mut sum, Sum { value: 0, sign: 1 })),
            ('+' | '-', false) => {
                sum.sign = if character == '+' { 1 } else { -1 };
                operand_is_due = true;
            }
            (')', false) => {
                let inner = sum.value;
                sum = outer.pop().ok_or(Refusal::Malformed)?;
                sum.value += sum.sign * inner;
            }
            _ => return Err(Refusal::Malformed),
        }
    }
    if operand_is_due || !outer.is_empty() { Err(Refusal::Malformed) } else { Ok(sum.value) }
}
