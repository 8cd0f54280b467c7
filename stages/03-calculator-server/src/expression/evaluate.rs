//! From steps to a value.

use super::{ArithmeticError, Constant, Expression, FEW, Function, Operator, Sign, Step};
use smallvec::SmallVec;
use std::{f64::consts, mem};

impl Expression {
    // ANCHOR: evaluate
    /// Calculates the value, in the arithmetic of f64 (IEEE 754), one step after the other.
    ///
    /// # Errors
    ///
    /// When a step divides by zero, or its result is too large or not a number. A value is always finite.
    pub fn evaluate(&self) -> Result<f64, ArithmeticError> {
        let mut values = Values { top: f64::NAN, below: SmallVec::new() };
        for &step in &self.steps {
            match step {
                Step::Number(value) => values.put(value),
                Step::Constant(Constant::Pi) => values.put(consts::PI),
                Step::Constant(Constant::E) => values.put(consts::E),
                Step::Sign(Sign::Plus) => {}
                Step::Sign(Sign::Minus) => values.top = -values.top,
                Step::Function(function) => values.top = finite(apply(function, values.top))?,
                Step::Operator(operator) => {
                    let right = values.take();
                    values.top = calculate(operator, values.top, right)?;
                }
            }
        }
        Ok(values.top)
    }
    // ANCHOR_END: evaluate
}

/// The operands that wait to be used, with the last one at hand: most steps need no other.
struct Values {
    /// Not a number as long as there is none.
    top: f64,
    below: SmallVec<[f64; FEW]>,
}

impl Values {
    fn put(&mut self, value: f64) {
        self.below.push(self.top);
        self.top = value;
    }

    fn take(&mut self) -> f64 {
        // Parsing puts every step after its operands, so there always is one.
        let below = self.below.pop().unwrap_or(f64::NAN);
        mem::replace(&mut self.top, below)
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
