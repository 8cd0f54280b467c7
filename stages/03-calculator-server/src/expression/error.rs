//! The errors: why a text is not an expression, and why an expression has no value.

use super::Function;
use std::fmt;

/// Where a text is not an expression, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The place, counted in characters from 1. The end of the text is one past its last character.
    pub column: usize,
    /// What is wrong there.
    pub problem: SyntaxProblem,
}

/// What can be wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyntaxProblem {
    /// There are only spaces and tabs.
    Empty,
    /// No token starts with this character.
    UnexpectedCharacter(char),
    /// No constant and no function has this name.
    UnknownName(String),
    /// The number is larger than f64 can hold.
    NumberTooLarge,
    /// A number, a name, a sign or an opening parenthesis is expected here.
    MissingOperand,
    /// Two operands have no operator between them.
    MissingOperator,
    /// A function is not followed by its argument in parentheses.
    MissingArgument(Function),
    /// An opening parenthesis is never closed.
    UnmatchedOpen,
    /// A closing parenthesis has no opening one.
    UnmatchedClose,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            SyntaxProblem::Empty => return formatter.write_str("the expression is empty"),
            // Debug escapes control characters: the reply may be shown on a terminal.
            SyntaxProblem::UnexpectedCharacter(character) => write!(formatter, "unexpected {character:?}")?,
            SyntaxProblem::UnknownName(name) => write!(formatter, "unknown name '{name}'")?,
            SyntaxProblem::NumberTooLarge => formatter.write_str("number too large")?,
            SyntaxProblem::MissingOperand => formatter.write_str("expected a number")?,
            SyntaxProblem::MissingOperator => formatter.write_str("expected an operator")?,
            SyntaxProblem::MissingArgument(function) => {
                write!(formatter, "expected '(' after {}", function.name())?;
            }
            SyntaxProblem::UnmatchedOpen => formatter.write_str("unmatched '('")?,
            SyntaxProblem::UnmatchedClose => formatter.write_str("unmatched ')'")?,
        }
        write!(formatter, " at column {}", self.column)
    }
}

impl std::error::Error for SyntaxError {}

/// Why an expression has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ArithmeticError {
    /// The right side of `/` or `%` is zero, or zero is raised to a negative power.
    #[error("division by zero")]
    DivisionByZero,
    /// The result of a step is beyond what f64 can hold, about 1.8e308.
    #[error("the result is too large")]
    TooLarge,
    /// A step has no real number as its result, such as the square root of -1.
    #[error("the result is not a number")]
    NotANumber,
}
