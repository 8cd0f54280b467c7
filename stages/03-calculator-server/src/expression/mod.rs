//! Arithmetic: an expression is text that became a value of its own.

mod display;
mod error;
mod evaluate;
mod parse;
mod step;
mod token;

pub use error::{ArithmeticError, SyntaxError, SyntaxProblem};
pub use step::{Constant, Function, Operator, Sign, Step};

use smallvec::SmallVec;
use std::str::FromStr;

/// How many steps an expression may have before it needs memory of its own. A typed one has fewer.
const FEW: usize = 16;

/// An expression, as the steps that calculate it in the order of doing: `2+3*4` is `2 3 4 * +`.
///
/// Every operator comes after what it works on, so a list says what otherwise a tree would, and neither evaluating
/// nor printing nor dropping it recurses: an expression of a million terms or parentheses is as safe as `1+1`.
///
/// It is made by [`parse`](str::parse), prints with all its parentheses, and [evaluates](Expression::evaluate).
///
/// ```
/// let expression: calculator_server::Expression = "-2^2 + sqrt(9)*4".parse()?;
/// assert_eq!(expression.to_string(), "((-(2 ^ 2)) + (sqrt(9) * 4))");
/// assert_eq!(expression.evaluate(), Ok(8.0));
/// # Ok::<(), calculator_server::SyntaxError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    steps: SmallVec<[Step; FEW]>,
}

impl Expression {
    /// The steps, in the order of doing.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

impl FromStr for Expression {
    type Err = SyntaxError;

    /// Reads an expression in the grammar of the protocol.
    fn from_str(text: &str) -> Result<Self, SyntaxError> {
        parse::expression(text)
    }
}
