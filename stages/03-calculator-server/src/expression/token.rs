//! From characters to tokens.

use super::{Constant, Function, Operator, Step, SyntaxProblem};

// ANCHOR: token
/// What a reader sees as one thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token {
    /// A number or a constant.
    Operand(Step),
    Function(Function),
    /// `+` and `-` may turn out to be signs.
    Operator(Operator),
    Open,
    Close,
}
// ANCHOR_END: token

/// An integer of so many digits is below 2^53, and every step towards it is exact in f64.
const EXACT: usize = 15;

/// Reads tokens off the front of a text, and knows where it stands. A token begins with an ASCII character, so bytes will do.
pub(super) struct Tokens<'a> {
    text: &'a str,
    /// Where the next token, or the blank before it, begins.
    position: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, position: 0 }
    }

    /// The next token, or nothing at the end of the text, and the byte at which it begins.
    pub(super) fn next(&mut self) -> Result<(usize, Option<Token>), (usize, SyntaxProblem)> {
        self.position += self.count(|byte| matches!(byte, b' ' | b'\t'));
        let start = self.position;
        match self.token() {
            Ok(token) => Ok((start, token)),
            Err(problem) => Err((start, problem)),
        }
    }

    fn token(&mut self) -> Result<Option<Token>, SyntaxProblem> {
        let Some(&first) = self.rest().first() else {
            return Ok(None);
        };
        let token = match first {
            b'0'..=b'9' | b'.' => return self.number().map(Some),
            b'a'..=b'z' | b'A'..=b'Z' => return self.name().map(Some),
            b'+' => Token::Operator(Operator::Add),
            b'-' => Token::Operator(Operator::Subtract),
            b'*' => Token::Operator(Operator::Multiply),
            b'/' => Token::Operator(Operator::Divide),
            b'%' => Token::Operator(Operator::Remainder),
            b'^' => Token::Operator(Operator::Power),
            b'(' => Token::Open,
            b')' => Token::Close,
            _ => return Err(self.unexpected()),
        };
        self.position += 1;
        Ok(Some(token))
    }

    fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.position..]
    }

    /// How many bytes from the position on are such.
    fn count(&self, such: impl Fn(u8) -> bool) -> usize {
        self.rest().iter().take_while(|&&byte| such(byte)).count()
    }

    /// `12`, `3.5`, `.5`, `5.`, any of them with an exponent.
    fn number(&mut self) -> Result<Token, SyntaxProblem> {
        let start = self.position;
        self.position += self.count(|byte| byte.is_ascii_digit());
        match self.rest() {
            [b'.' | b'e' | b'E', ..] => self.fraction(start),
            _ if self.position - start <= EXACT => {
                Ok(Token::Operand(Step::Number(integer(&self.text.as_bytes()[start..self.position]))))
            }
            _ => self.value(start),
        }
    }

    /// What may follow the first digits: a point with more of them, and an exponent.
    fn fraction(&mut self, start: usize) -> Result<Token, SyntaxProblem> {
        if self.rest().first() == Some(&b'.') {
            self.position += 1;
        }
        self.position += self.count(|byte| byte.is_ascii_digit());
        if self.position - start == 1 && self.text[start..].starts_with('.') {
            self.position = start;
            return Err(self.unexpected());
        }
        self.position += self.exponent_mark();
        self.position += self.count(|byte| byte.is_ascii_digit());
        self.value(start)
    }

    /// The number from `start` to the position.
    fn value(&self, start: usize) -> Result<Token, SyntaxProblem> {
        match self.text[start..self.position].parse() {
            Ok(value) if f64::is_finite(value) => Ok(Token::Operand(Step::Number(value))),
            _ => Err(SyntaxProblem::NumberTooLarge),
        }
    }

    /// The length of `e`, `e+` or `e-` if a digit follows; without one it is the constant, and no part of the number.
    fn exponent_mark(&self) -> usize {
        match self.rest() {
            [b'e' | b'E', b'+' | b'-', b'0'..=b'9', ..] => 2,
            [b'e' | b'E', b'0'..=b'9', ..] => 1,
            _ => 0,
        }
    }

    fn name(&mut self) -> Result<Token, SyntaxProblem> {
        let start = self.position;
        self.position += self.count(|byte| byte.is_ascii_alphanumeric());
        let name = &self.text[start..self.position];
        Ok(match name {
            "pi" => Token::Operand(Step::Constant(Constant::Pi)),
            "e" => Token::Operand(Step::Constant(Constant::E)),
            "sqrt" => Token::Function(Function::Sqrt),
            "abs" => Token::Function(Function::Abs),
            "exp" => Token::Function(Function::Exp),
            "ln" => Token::Function(Function::Ln),
            "log10" => Token::Function(Function::Log10),
            "sin" => Token::Function(Function::Sin),
            "cos" => Token::Function(Function::Cos),
            "tan" => Token::Function(Function::Tan),
            _ => return Err(SyntaxProblem::UnknownName(name.to_owned())),
        })
    }

    fn unexpected(&self) -> SyntaxProblem {
        let character = self.text[self.position..].chars().next().unwrap_or_default();
        SyntaxProblem::UnexpectedCharacter(character)
    }
}

/// The value of a few digits. Most numbers that people type are such, and adding them up takes a tenth of the time
/// that parsing takes, which has to be ready for anything.
fn integer(digits: &[u8]) -> f64 {
    digits.iter().fold(0.0, |value, digit| value * 10.0 + f64::from(digit - b'0'))
}
