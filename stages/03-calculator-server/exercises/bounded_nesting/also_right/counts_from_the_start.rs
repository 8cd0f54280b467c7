//! Counts the characters from the start again for each that it looks at: slow, and right.

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

struct Parser<'a> {
    text: &'a str,
    place: usize,
    open: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.text.chars().nth(self.place)
    }

    fn sum(&mut self) -> Result<i64, Refusal> {
        let mut value = self.operand()?;
        while let Some(operator @ ('+' | '-')) = self.peek() {
            self.place += 1;
            let operand = self.operand()?;
            value = if operator == '+' { value + operand } else { value - operand };
        }
        Ok(value)
    }

    fn operand(&mut self) -> Result<i64, Refusal> {
        let first = self.peek().ok_or(Refusal::Malformed)?;
        self.place += 1;
        if let Some(digit) = first.to_digit(10) {
            return Ok(digit.into());
        }
        if first != '(' {
            return Err(Refusal::Malformed);
        }
        if self.open >= MAX_DEPTH {
            return Err(Refusal::TooDeep);
        }
        self.open += 1;
        let value = self.sum()?;
        if self.peek() != Some(')') {
            return Err(Refusal::Malformed);
        }
        self.place += 1;
        self.open -= 1;
        Ok(value)
    }
}

/// The value of an expression.
pub fn calculate(expression: &str) -> Result<i64, Refusal> {
    let mut parser = Parser { text: expression, place: 0, open: 0 };
    let value = parser.sum()?;
    if parser.peek().is_none() { Ok(value) } else { Err(Refusal::Malformed) }
}
