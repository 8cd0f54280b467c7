//! Arithmetic: parsing, printing and evaluating an expression.

mod display;
mod error;
mod evaluate;
mod parse;
mod step;
mod token;

pub use error::{ArithmeticError, SyntaxError, SyntaxProblem};
pub use step::{Constant, Function, Operator, Sign, Step};

use std::str::FromStr;

/// An expression in postfix, as the steps that calculate it: `2+3*4` is `2 3 4 * +`.
///
/// Each operator follows its operands, so a list is enough and no tree is needed. Evaluating, printing and dropping a
/// list do not recurse: an expression of a million terms or parentheses cannot overflow the call stack.
///
/// [`parse`](str::parse) makes an expression of a text. It prints with all its parentheses.
///
/// ```
/// let expression: calculator_server::Expression = "-2^2 + sqrt(9)*4".parse()?;
/// assert_eq!(expression.to_string(), "((-(2 ^ 2)) + (sqrt(9) * 4))");
/// assert_eq!(expression.evaluate(), Ok(8.0));
/// # Ok::<(), calculator_server::SyntaxError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    steps: Vec<Step>,
}

impl Expression {
    /// The steps, in postfix order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

impl FromStr for Expression {
    type Err = SyntaxError;

    /// Parses an expression in the grammar of the protocol.
    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        parse::parse(text)
    }
}
