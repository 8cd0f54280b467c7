//! From postfix to a value, with a stack of numbers.

use super::{ArithmeticError, Constant, Expression, Function, Operator, Sign, Step};
use std::f64::consts;

impl Expression {
    // ANCHOR: evaluate
    /// Calculates the value in the arithmetic of f64 (IEEE 754).
    ///
    /// # Errors
    ///
    /// When a step divides by zero, or its result is too large or not a number. A value is always finite.
    pub fn evaluate(&self) -> Result<f64, ArithmeticError> {
        // Every step pushes one value, so there are no more values than steps: the Vec never has to grow.
        let mut stack = Vec::with_capacity(self.steps.len());
        for &step in &self.steps {
            let value = match step {
                Step::Number(value) => value,
                Step::Constant(constant) => value_of(constant),
                Step::Sign(Sign::Plus) => pop(&mut stack),
                Step::Sign(Sign::Minus) => -pop(&mut stack),
                Step::Function(function) => apply(function, pop(&mut stack))?,
                Step::Operator(operator) => {
                    let right = pop(&mut stack);
                    let left = pop(&mut stack);
                    calculate(operator, left, right)?
                }
            };
            stack.push(value);
        }
        Ok(pop(&mut stack))
    }
    // ANCHOR_END: evaluate
}

#[expect(clippy::expect_used, reason = "only the parser makes expressions, and it outputs operands first")]
fn pop(stack: &mut Vec<f64>) -> f64 {
    stack.pop().expect("in postfix, every operand comes before its operator")
}

fn value_of(constant: Constant) -> f64 {
    match constant {
        Constant::Pi => consts::PI,
        Constant::E => consts::E,
    }
}

fn calculate(operator: Operator, left: f64, right: f64) -> Result<f64, ArithmeticError> {
    finite(match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide | Operator::Remainder if right == 0.0 => {
            return Err(ArithmeticError::DivisionByZero);
        }
        Operator::Divide => left / right,
        Operator::Remainder => left % right,
        // 0^-1 is 1/0.
        Operator::Power if left == 0.0 && right < 0.0 => return Err(ArithmeticError::DivisionByZero),
        Operator::Power => left.powf(right),
    })
}

fn apply(function: Function, value: f64) -> Result<f64, ArithmeticError> {
    finite(match function {
        Function::Sqrt => value.sqrt(),
        Function::Abs => value.abs(),
        Function::Exp => value.exp(),
        // IEEE 754 makes the logarithm of zero infinite; "too large" would be a strange reason.
        Function::Ln | Function::Log10 if value == 0.0 => f64::NAN,
        Function::Ln => value.ln(),
        Function::Log10 => value.log10(),
        Function::Sin => value.sin(),
        Function::Cos => value.cos(),
        Function::Tan => value.tan(),
    })
}

fn finite(value: f64) -> Result<f64, ArithmeticError> {
    if value.is_finite() {
        Ok(value)
    } else if value.is_nan() {
        Err(ArithmeticError::NotANumber)
    } else {
        Err(ArithmeticError::TooLarge)
    }
}
