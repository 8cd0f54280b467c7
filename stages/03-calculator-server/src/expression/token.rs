//! From characters to tokens.

use super::{Constant, Function, Operator, SyntaxError, SyntaxProblem};

// ANCHOR: token
/// What a reader sees as one thing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Constant(Constant),
    Function(Function),
    /// `+` and `-` may turn out to be signs.
    Operator(Operator),
    Open,
    Close,
}
// ANCHOR_END: token

/// A number of so few characters needs no `parse`, which is ready for anything and takes several times as long: its digits
/// make an integer below 2^53, and its places a power of ten below 10^22. f64 holds both of them exactly, so that their
/// quotient is rounded once, as it ought to be.
const EXACT: usize = 15;

/// Reads tokens off the front of a text, and knows where it stands. A token begins with an ASCII character, so bytes will do.
pub(super) struct Tokens<'a> {
    text: &'a str,
    /// Where the last token begins, or the text ends.
    start: usize,
    /// How far the text is read.
    position: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, start: 0, position: 0 }
    }

    /// The next token, or nothing at the end of the text.
    #[expect(
        clippy::inline_always,
        reason = "there are two callers, and a call costs as much as most tokens"
    )]
    #[inline(always)]
    pub(super) fn next(&mut self) -> Result<Option<Token>, SyntaxError> {
        self.skip(|byte| matches!(byte, b' ' | b'\t'));
        self.start = self.position;
        let Some(first) = self.peek() else {
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

    /// The byte at which the last token begins, or the text ends.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// What is wrong with the last token.
    pub(super) fn error(&self, problem: SyntaxProblem) -> SyntaxError {
        self.error_at(self.start, problem)
    }

    /// What is wrong at this byte.
    pub(super) fn error_at(&self, position: usize, problem: SyntaxProblem) -> SyntaxError {
        SyntaxError { column: self.text[..position].chars().count() + 1, problem }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    fn skip(&mut self, such: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&such) {
            self.position += 1;
        }
    }

    /// `12`, `3.5`, `.5`, `5.`, any of them with an exponent.
    fn number(&mut self) -> Result<Token, SyntaxError> {
        let mut value = 0.0;
        while let Some(digit) = self.digit() {
            value = value * 10.0 + digit;
        }
        match self.peek() {
            Some(b'.' | b'e' | b'E') => self.fraction(value),
            _ if self.position - self.start <= EXACT => Ok(Token::Number(value)),
            _ => self.parse(),
        }
    }

    /// What may follow the first digits: a point with more of them, and an exponent.
    fn fraction(&mut self, mut value: f64) -> Result<Token, SyntaxError> {
        let mut scale = 1.0;
        if self.peek() == Some(b'.') {
            self.position += 1;
            while let Some(digit) = self.digit() {
                value = value * 10.0 + digit;
                scale *= 10.0;
            }
        }
        let exponent_mark = self.exponent_mark();
        match &self.text[self.start..self.position] {
            "." => return Err(self.unexpected()),
            short if exponent_mark == 0 && short.len() <= EXACT => return Ok(Token::Number(value / scale)),
            _ => {}
        }
        self.position += exponent_mark;
        self.skip(|byte| byte.is_ascii_digit());
        self.parse()
    }

    fn digit(&mut self) -> Option<f64> {
        let digit = self.peek().filter(u8::is_ascii_digit)?;
        self.position += 1;
        Some(f64::from(digit - b'0'))
    }

    /// The length of `e`, `e+` or `e-` if a digit follows; without one it is the constant, and no part of the number.
    fn exponent_mark(&self) -> usize {
        match self.text.as_bytes()[self.position..] {
            [b'e' | b'E', b'+' | b'-', b'0'..=b'9', ..] => 2,
            [b'e' | b'E', b'0'..=b'9', ..] => 1,
            _ => 0,
        }
    }

    /// The number that has been read.
    fn parse(&self) -> Result<Token, SyntaxError> {
        match self.text[self.start..self.position].parse() {
            Ok(value) if f64::is_finite(value) => Ok(Token::Number(value)),
            _ => Err(self.error(SyntaxProblem::NumberTooLarge)),
        }
    }

    fn name(&mut self) -> Result<Token, SyntaxError> {
        self.skip(|byte| byte.is_ascii_alphanumeric());
        let name = &self.text[self.start..self.position];
        Ok(match name {
            "pi" => Token::Constant(Constant::Pi),
            "e" => Token::Constant(Constant::E),
            "sqrt" => Token::Function(Function::Sqrt),
            "abs" => Token::Function(Function::Abs),
            "exp" => Token::Function(Function::Exp),
            "ln" => Token::Function(Function::Ln),
            "log10" => Token::Function(Function::Log10),
            "sin" => Token::Function(Function::Sin),
            "cos" => Token::Function(Function::Cos),
            "tan" => Token::Function(Function::Tan),
            _ => return Err(self.error(SyntaxProblem::UnknownName(name.to_owned()))),
        })
    }

    fn unexpected(&self) -> SyntaxError {
        let character = self.text[self.start..].chars().next().unwrap_or_default();
        self.error(SyntaxProblem::UnexpectedCharacter(character))
    }
}
