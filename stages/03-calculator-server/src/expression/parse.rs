//! From tokens to steps: precedence climbing, with what waits on a list of its own instead of the call stack.

use super::{
    FEW, Function, Operator, Sign, Step, SyntaxError, SyntaxProblem,
    token::{Token, Tokens},
};
use smallvec::SmallVec;

/// The steps of the expression in a text.
pub(super) fn steps(text: &str) -> Result<SmallVec<[Step; FEW]>, SyntaxError> {
    let mut parser = Parser { steps: SmallVec::new(), waiting: SmallVec::new() };
    match parser.read(&mut Tokens::new(text)) {
        Ok(()) => Ok(parser.steps),
        Err((position, problem)) => {
            Err(SyntaxError { column: text[..position].chars().count() + 1, problem })
        }
    }
}

/// What is wrong, and at which byte.
type Problem = (usize, SyntaxProblem);

/// Something whose right side is not complete yet.
#[derive(Clone, Copy)]
enum Waiting {
    /// A parenthesis, opened at this byte.
    Open(usize),
    /// A sign, a function or an operator.
    Step(Step),
}

struct Parser {
    /// What is known to be done, in the order of doing.
    steps: SmallVec<[Step; FEW]>,
    /// What comes after it, the last one first.
    waiting: SmallVec<[Waiting; FEW]>,
}

impl Parser {
    // ANCHOR: read
    /// Operands and operators take turns.
    fn read(&mut self, tokens: &mut Tokens<'_>) -> Result<(), Problem> {
        loop {
            self.read_operand(tokens)?;
            let Some(operator) = self.read_operator(tokens)? else {
                return self.finish_all();
            };
            self.finish_tighter(left_binding(operator));
            self.waiting.push(Waiting::Step(Step::Operator(operator)));
        }
    }
    // ANCHOR_END: read

    /// Reads a number or a constant, with the signs, functions and parentheses that open before it.
    fn read_operand(&mut self, tokens: &mut Tokens<'_>) -> Result<(), Problem> {
        loop {
            let (position, token) = tokens.next()?;
            match token {
                Some(Token::Operand(step)) => break self.steps.push(step),
                Some(Token::Operator(Operator::Add)) => self.wait(Step::Sign(Sign::Plus)),
                Some(Token::Operator(Operator::Subtract)) => self.wait(Step::Sign(Sign::Minus)),
                Some(Token::Function(function)) => self.open_argument(function, tokens)?,
                Some(Token::Open) => self.waiting.push(Waiting::Open(position)),
                None if self.is_empty() => return Err((position, SyntaxProblem::Empty)),
                _ => return Err((position, SyntaxProblem::MissingOperand)),
            }
        }
        Ok(())
    }

    /// Closes parentheses, then reads one operator; there is none at the end of the text.
    fn read_operator(&mut self, tokens: &mut Tokens<'_>) -> Result<Option<Operator>, Problem> {
        loop {
            let (position, token) = tokens.next()?;
            match token {
                Some(Token::Close) => self.close(position)?,
                Some(Token::Operator(operator)) => return Ok(Some(operator)),
                Some(_) => return Err((position, SyntaxProblem::MissingOperator)),
                None => return Ok(None),
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.waiting.is_empty()
    }

    fn wait(&mut self, step: Step) {
        self.waiting.push(Waiting::Step(step));
    }

    /// A function waits below the parenthesis of its argument.
    fn open_argument(&mut self, function: Function, tokens: &mut Tokens<'_>) -> Result<(), Problem> {
        let (position, token) = tokens.next()?;
        if token != Some(Token::Open) {
            return Err((position, SyntaxProblem::MissingArgument(function)));
        }
        self.wait(Step::Function(function));
        self.waiting.push(Waiting::Open(position));
        Ok(())
    }

    // ANCHOR: finish
    /// What holds its right side tighter than the next operator holds its left side has all of it now.
    fn finish_tighter(&mut self, left_binding: u8) {
        while let Some(&Waiting::Step(step)) = self.waiting.last()
            && right_binding(step) > left_binding
        {
            self.waiting.pop();
            self.steps.push(step);
        }
    }
    // ANCHOR_END: finish

    /// A closing parenthesis: what came since the opening one is complete, and so is the function before it.
    fn close(&mut self, position: usize) -> Result<(), Problem> {
        while let Some(waiting) = self.waiting.pop() {
            match waiting {
                Waiting::Step(step) => self.steps.push(step),
                Waiting::Open(_) => {
                    if let Some(&Waiting::Step(function @ Step::Function(_))) = self.waiting.last() {
                        self.waiting.pop();
                        self.steps.push(function);
                    }
                    return Ok(());
                }
            }
        }
        Err((position, SyntaxProblem::UnmatchedClose))
    }

    /// The end of the text: everything is complete, unless a parenthesis is still open.
    fn finish_all(&mut self) -> Result<(), Problem> {
        while let Some(waiting) = self.waiting.pop() {
            match waiting {
                Waiting::Step(step) => self.steps.push(step),
                Waiting::Open(position) => return Err((position, SyntaxProblem::UnmatchedOpen)),
            }
        }
        Ok(())
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

/// How tightly a step holds the operand on its right: a little more than on its left, so that `8-4-2` is `(8-4)-2`,
/// but for the power a little less, so that `2^3^2` is `2^(3^2)`. A sign lies between: `-2^2` is `-(2^2)`.
fn right_binding(step: Step) -> u8 {
    match step {
        Step::Operator(Operator::Power) => 6,
        Step::Operator(operator) => left_binding(operator) + 1,
        _ => 5,
    }
}
// ANCHOR_END: binding
