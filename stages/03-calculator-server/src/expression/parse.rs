//! From tokens to steps: precedence climbing, with what waits on a list of its own instead of the call stack.

use super::{
    Expression, FEW, Function, Operator, Sign, Step, SyntaxError, SyntaxProblem,
    token::{Token, Tokens},
};
use smallvec::SmallVec;

/// The expression in a text.
pub(super) fn expression(text: &str) -> Result<Expression, SyntaxError> {
    let mut parser = Parser { tokens: Tokens::new(text), steps: SmallVec::new(), waiting: SmallVec::new() };
    parser.read()?;
    Ok(Expression { steps: parser.steps })
}

/// Something whose right side is not complete yet.
#[derive(Clone, Copy)]
enum Waiting {
    /// A parenthesis, opened at this byte.
    Open(usize),
    Sign(Sign),
    Function(Function),
    Operator(Operator),
}

struct Parser<'a> {
    tokens: Tokens<'a>,
    /// What is known to be done, in the order of doing.
    steps: SmallVec<[Step; FEW]>,
    /// What comes after it, the last one first.
    waiting: SmallVec<[Waiting; FEW]>,
}

impl Parser<'_> {
    // ANCHOR: read
    /// Operands and operators take turns.
    fn read(&mut self) -> Result<(), SyntaxError> {
        loop {
            self.read_operand()?;
            let Some(operator) = self.read_operator()? else {
                return self.finish_all();
            };
            self.finish_tighter(left_binding(operator));
            self.waiting.push(Waiting::Operator(operator));
        }
    }
    // ANCHOR_END: read

    /// Reads a number or a constant, with the signs, functions and parentheses that open before it.
    fn read_operand(&mut self) -> Result<(), SyntaxError> {
        loop {
            let token = self.tokens.next()?;
            if let Some(&Waiting::Function(function)) = self.waiting.last()
                && token != Some(Token::Open)
            {
                return Err(self.tokens.error(SyntaxProblem::MissingArgument(function)));
            }
            match token {
                Some(Token::Number(value)) => break self.steps.push(Step::Number(value)),
                Some(Token::Constant(constant)) => break self.steps.push(Step::Constant(constant)),
                Some(Token::Operator(Operator::Add)) => self.waiting.push(Waiting::Sign(Sign::Plus)),
                Some(Token::Operator(Operator::Subtract)) => self.waiting.push(Waiting::Sign(Sign::Minus)),
                Some(Token::Function(function)) => self.waiting.push(Waiting::Function(function)),
                Some(Token::Open) => self.waiting.push(Waiting::Open(self.tokens.start())),
                None if self.is_empty() => return Err(self.tokens.error(SyntaxProblem::Empty)),
                _ => return Err(self.tokens.error(SyntaxProblem::MissingOperand)),
            }
        }
        Ok(())
    }

    /// Closes parentheses, then reads one operator; there is none at the end of the text.
    fn read_operator(&mut self) -> Result<Option<Operator>, SyntaxError> {
        loop {
            match self.tokens.next()? {
                Some(Token::Close) => self.close()?,
                Some(Token::Operator(operator)) => return Ok(Some(operator)),
                Some(_) => return Err(self.tokens.error(SyntaxProblem::MissingOperator)),
                None => return Ok(None),
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.waiting.is_empty()
    }

    // ANCHOR: finish
    /// What holds its right side tighter than the next operator holds its left side has all of it now.
    fn finish_tighter(&mut self, left_binding: u8) {
        while let Some(&waiting) = self.waiting.last()
            && right_binding(waiting) > left_binding
        {
            self.waiting.pop();
            self.finish(waiting);
        }
    }
    // ANCHOR_END: finish

    fn finish(&mut self, waiting: Waiting) {
        match waiting {
            Waiting::Sign(sign) => self.steps.push(Step::Sign(sign)),
            Waiting::Function(function) => self.steps.push(Step::Function(function)),
            Waiting::Operator(operator) => self.steps.push(Step::Operator(operator)),
            // Parentheses are no step: the order says all they had to say.
            Waiting::Open(_) => {}
        }
    }

    /// A closing parenthesis: what came since the opening one is complete.
    fn close(&mut self) -> Result<(), SyntaxError> {
        self.finish_tighter(END);
        match self.waiting.pop() {
            Some(_) => Ok(()),
            None => Err(self.tokens.error(SyntaxProblem::UnmatchedClose)),
        }
    }

    /// The end of the text: everything is complete, unless a parenthesis is still open.
    fn finish_all(&mut self) -> Result<(), SyntaxError> {
        self.finish_tighter(END);
        match self.waiting.pop() {
            Some(Waiting::Open(position)) => {
                Err(self.tokens.error_at(position, SyntaxProblem::UnmatchedOpen))
            }
            _ => Ok(()),
        }
    }
}

// ANCHOR: binding
/// How tightly an operator holds the operand on its left.
fn left_binding(operator: Operator) -> u8 {
    match operator {
        Operator::Add | Operator::Subtract => 1,
        Operator::Multiply | Operator::Divide | Operator::Remainder => 3,
        Operator::Power => 7,
    }
}

/// How tightly what waits holds the operand on its right: an operator a little more than on its left, so that `8-4-2` is
/// `(8-4)-2`, but the power a little less, so that `2^3^2` is `2^(3^2)`. A sign lies between: `-2^2` is `-(2^2)`.
/// A function keeps its argument, and out of a parenthesis nothing is pulled before its end.
fn right_binding(waiting: Waiting) -> u8 {
    match waiting {
        Waiting::Open(_) => END,
        Waiting::Operator(Operator::Power) => 6,
        Waiting::Operator(operator) => left_binding(operator) + 1,
        Waiting::Sign(_) => 5,
        Waiting::Function(_) => 8,
    }
}

/// How tightly an end, of parentheses or of the text, holds what is on its left: less than any operator.
const END: u8 = 0;
// ANCHOR_END: binding
