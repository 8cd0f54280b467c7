//! From postfix back to text, with every parenthesis.

use super::{Expression, Step};
use crate::Number;
use std::fmt;

impl fmt::Display for Expression {
    /// Writes how the expression was understood: `2+3*4` as `(2 + (3 * 4))`. It parses back to the same expression.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in pieces_from_the_right(&self.steps).iter().rev() {
            match piece {
                Piece::Number(value) => Number(*value).fmt(formatter)?,
                Piece::Text(text) => formatter.write_str(text)?,
                Piece::Operand => {}
            }
        }
        Ok(())
    }
}

enum Piece {
    Number(f64),
    Text(&'static str),
    /// Still to be replaced by the pieces of the next step.
    Operand,
}

/// The text from right to left: read backwards, postfix has each operator before its operands, the right one first.
fn pieces_from_the_right(steps: &[Step]) -> Vec<Piece> {
    let mut steps = steps.iter().rev();
    let mut pieces = Vec::new();
    // A stack of our own: a deep expression would overflow the call stack.
    let mut pending = vec![Piece::Operand];
    while let Some(piece) = pending.pop() {
        match piece {
            Piece::Operand => push_pieces(steps.next(), &mut pending),
            finished => pieces.push(finished),
        }
    }
    pieces
}

fn push_pieces(step: Option<&Step>, pending: &mut Vec<Piece>) {
    use Piece::{Operand, Text};
    match step {
        None => {}
        Some(Step::Number(value)) => pending.push(Piece::Number(*value)),
        Some(Step::Constant(constant)) => pending.push(Text(constant.name())),
        Some(Step::Sign(sign)) => pending.extend([Text("("), Text(sign.symbol()), Operand, Text(")")]),
        Some(Step::Function(function)) => {
            pending.extend([Text(function.name()), Text("("), Operand, Text(")")]);
        }
        Some(Step::Operator(operator)) => {
            pending.extend([Text("("), Operand, Text(operator.spaced_symbol()), Operand, Text(")")]);
        }
    }
}
