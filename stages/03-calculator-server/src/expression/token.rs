//! From characters to tokens: the tokenizer.

use super::{Constant, Function, Operator, SyntaxError, SyntaxProblem};

// ANCHOR: token
/// A token: a number, a name, an operator or a parenthesis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token {
    Number(f64),
    Constant(Constant),
    Function(Function),
    /// `+` and `-` may turn out to be signs.
    Operator(Operator),
    OpenParenthesis,
    CloseParenthesis,
}
// ANCHOR_END: token

/// A tokenizer (also called a lexer) that works on bytes, because every token is ASCII.
pub(super) struct Tokens<'a> {
    text: &'a str,
    /// Where the last token begins, or the text ends.
    start: usize,
    /// The first byte that is not read yet.
    position: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, start: 0, position: 0 }
    }

    /// The next token, or nothing at the end of the text.
    pub(super) fn next(&mut self) -> Result<Option<Token>, SyntaxError> {
        self.skip_while(|byte| matches!(byte, b' ' | b'\t'));
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
            b'(' => Token::OpenParenthesis,
            b')' => Token::CloseParenthesis,
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

    fn skip_while(&mut self, matches: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&matches) {
            self.position += 1;
        }
    }

    /// `12`, `3.5`, `.5`, `5.`, any of them with an exponent.
    fn number(&mut self) -> Result<Token, SyntaxError> {
        self.skip_digits();
        if self.peek() == Some(b'.') {
            self.position += 1;
            self.skip_digits();
        }
        self.position += self.exponent_mark();
        self.skip_digits();
        match self.text[self.start..self.position].parse() {
            Ok(value) if f64::is_finite(value) => Ok(Token::Number(value)),
            Ok(_) => Err(self.error(SyntaxProblem::NumberTooLarge)),
            // A point without any digit.
            Err(_) => Err(self.unexpected()),
        }
    }

    fn skip_digits(&mut self) {
        self.skip_while(|byte| byte.is_ascii_digit());
    }

    /// The length of `e`, `e+` or `e-` if a digit follows. Without a digit, `e` is the constant, and not part of the number.
    fn exponent_mark(&self) -> usize {
        match self.text.as_bytes()[self.position..] {
            [b'e' | b'E', b'+' | b'-', b'0'..=b'9', ..] => 2,
            [b'e' | b'E', b'0'..=b'9', ..] => 1,
            _ => 0,
        }
    }

    fn name(&mut self) -> Result<Token, SyntaxError> {
        self.skip_while(|byte| byte.is_ascii_alphanumeric());
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
