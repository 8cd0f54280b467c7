//! From steps back to text, with all its parentheses.

use super::{Expression, Step};
use crate::Number;
use std::fmt;

impl fmt::Display for Expression {
    /// Writes what was understood: `2+3*4` as `(2 + (3 * 4))`. It parses back to the same expression.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let starts = starts(&self.steps);
        // What is still to be written, the next last: a list of our own, since the call stack might not be enough.
        let mut pieces = vec![Piece::Part(self.steps.len() - 1)];
        while let Some(piece) = pieces.pop() {
            match piece {
                Piece::Text(text) => formatter.write_str(text)?,
                Piece::Part(last) => write_part(&self.steps, &starts, last, &mut pieces, formatter)?,
            }
        }
        Ok(())
    }
}

enum Piece {
    Text(&'static str),
    /// The part of the expression whose last step this is.
    Part(usize),
}

/// For each step, the first step of the part that it completes. Its right operand ends just before it, and its left
/// operand just before that begins.
fn starts(steps: &[Step]) -> Vec<usize> {
    let mut starts: Vec<usize> = Vec::with_capacity(steps.len());
    for (index, step) in steps.iter().enumerate() {
        starts.push(match step {
            Step::Number(_) | Step::Constant(_) => index,
            Step::Sign(_) | Step::Function(_) => starts[index - 1],
            Step::Operator(_) => starts[starts[index - 1] - 1],
        });
    }
    starts
}

/// Writes what comes before the operands of the part, and leaves the rest to be written, in reverse.
fn write_part(
    steps: &[Step],
    starts: &[usize],
    last: usize,
    pieces: &mut Vec<Piece>,
    formatter: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match steps[last] {
        Step::Number(value) => write!(formatter, "{}", Number(value)),
        Step::Constant(constant) => formatter.write_str(constant.name()),
        Step::Sign(sign) => {
            pieces.extend([Piece::Text(")"), Piece::Part(last - 1)]);
            write!(formatter, "({}", sign.symbol())
        }
        Step::Function(function) => {
            pieces.extend([Piece::Text(")"), Piece::Part(last - 1)]);
            write!(formatter, "{}(", function.name())
        }
        Step::Operator(operator) => {
            let left = Piece::Part(starts[last - 1] - 1);
            let symbol = Piece::Text(operator.spaced_symbol());
            pieces.extend([Piece::Text(")"), Piece::Part(last - 1), symbol, left]);
            formatter.write_str("(")
        }
    }
}
