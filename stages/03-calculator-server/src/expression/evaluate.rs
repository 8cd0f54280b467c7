//! From steps to a value.

use super::{ArithmeticError, Constant, Expression, FEW, Function, Operator, Sign, Step};
use smallvec::SmallVec;
use std::f64::consts;

impl Expression {
    // ANCHOR: evaluate
    /// Calculates the value, in the arithmetic of f64 (IEEE 754), one step after the other.
    ///
    /// # Errors
    ///
    /// When a step divides by zero, or its result is too large or not a number. A value is always finite.
    pub fn evaluate(&self) -> Result<f64, ArithmeticError> {
        let mut values = Values(SmallVec::new());
        for &step in &self.steps {
            let value = match step {
                Step::Number(value) => value,
                Step::Constant(Constant::Pi) => consts::PI,
                Step::Constant(Constant::E) => consts::E,
                Step::Sign(Sign::Plus) => values.take(),
                Step::Sign(Sign::Minus) => -values.take(),
                Step::Function(function) => finite(apply(function, values.take()))?,
                Step::Operator(operator) => {
                    let right = values.take();
                    calculate(operator, values.take(), right)?
                }
            };
            values.0.push(value);
        }
        Ok(values.take())
    }
    // ANCHOR_END: evaluate
}

/// The operands that wait to be used, the last one first.
struct Values(SmallVec<[f64; FEW]>);

impl Values {
    fn take(&mut self) -> f64 {
        // Parsing puts every step after its operands, so there always is one.
        self.0.pop().unwrap_or(f64::NAN)
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

fn apply(function: Function, value: f64) -> f64 {
    match function {
        Function::Sqrt => value.sqrt(),
        Function::Abs => value.abs(),
        Function::Exp => value.exp(),
        // IEEE 754 makes the logarithm of zero infinite; to say that it is too large would be odd.
        Function::Ln | Function::Log10 if value == 0.0 => f64::NAN,
        Function::Ln => value.ln(),
        Function::Log10 => value.log10(),
        Function::Sin => value.sin(),
        Function::Cos => value.cos(),
        Function::Tan => value.tan(),
    }
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
