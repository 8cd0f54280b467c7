//! From tokens to postfix, with precedence as numbers (binding powers) and an operator stack.

use super::{
    Expression, Function, Operator, Sign, Step, SyntaxError, SyntaxProblem,
    token::{Token, Tokens},
};

/// Parses the text of an expression.
pub(super) fn parse(text: &str) -> Result<Expression, SyntaxError> {
    // Every step and every pending operator comes from a token, so there are no more of them than bytes: neither Vec
    // ever has to grow.
    let (steps, operators) = (Vec::with_capacity(text.len()), Vec::with_capacity(text.len()));
    let mut parser = Parser { tokens: Tokens::new(text), steps, operators };
    parser.parse_expression()?;
    Ok(Expression { steps: parser.steps })
}

// ANCHOR: parser
struct Parser<'a> {
    tokens: Tokens<'a>,
    /// The output, in postfix.
    steps: Vec<Step>,
    /// The operator stack: what cannot be output before its right operand is complete.
    operators: Vec<Pending>,
}

/// An entry of the operator stack.
#[derive(Clone, Copy)]
enum Pending {
    /// A parenthesis, opened at this byte.
    OpenParenthesis(usize),
    Sign(Sign),
    Function(Function),
    Operator(Operator),
}
// ANCHOR_END: parser

impl Parser<'_> {
    // ANCHOR: parse
    /// Operands and operators alternate.
    fn parse_expression(&mut self) -> Result<(), SyntaxError> {
        loop {
            self.parse_operand()?;
            let Some(operator) = self.parse_operator()? else {
                return self.end();
            };
            self.pop_above(left_binding_power(operator));
            self.operators.push(Pending::Operator(operator));
        }
    }
    // ANCHOR_END: parse

    /// Parses a number or a constant, with the signs, functions and parentheses before it.
    fn parse_operand(&mut self) -> Result<(), SyntaxError> {
        loop {
            match self.tokens.next()? {
                Some(Token::Number(value)) => break self.steps.push(Step::Number(value)),
                Some(Token::Constant(constant)) => break self.steps.push(Step::Constant(constant)),
                Some(Token::Operator(Operator::Add)) => self.operators.push(Pending::Sign(Sign::Plus)),
                Some(Token::Operator(Operator::Subtract)) => self.operators.push(Pending::Sign(Sign::Minus)),
                Some(Token::Function(function)) => self.parse_function(function)?,
                Some(Token::OpenParenthesis) => self.open(),
                None if self.is_empty() => return Err(self.tokens.error(SyntaxProblem::Empty)),
                _ => return Err(self.tokens.error(SyntaxProblem::MissingOperand)),
            }
        }
        Ok(())
    }

    /// After a function's name, only the parenthesis of its argument may follow.
    fn parse_function(&mut self, function: Function) -> Result<(), SyntaxError> {
        match self.tokens.next()? {
            Some(Token::OpenParenthesis) => {
                self.operators.push(Pending::Function(function));
                self.open();
                Ok(())
            }
            _ => Err(self.tokens.error(SyntaxProblem::MissingArgument(function))),
        }
    }

    /// Parses closing parentheses, then one operator; at the end of the text there is none.
    fn parse_operator(&mut self) -> Result<Option<Operator>, SyntaxError> {
        loop {
            match self.tokens.next()? {
                Some(Token::CloseParenthesis) => self.close()?,
                Some(Token::Operator(operator)) => return Ok(Some(operator)),
                Some(_) => return Err(self.tokens.error(SyntaxProblem::MissingOperator)),
                None => return Ok(None),
            }
        }
    }

    fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.operators.is_empty()
    }

    // ANCHOR: pop
    /// Pops entries as long as the top one has a greater right binding power than this left one: its right
    /// operand is complete.
    fn pop_above(&mut self, left_binding_power: u8) {
        while let Some(pending) =
            self.operators.pop_if(|pending| right_binding_power(*pending) > left_binding_power)
        {
            self.steps.extend(pending.step());
        }
    }
    // ANCHOR_END: pop

    // ANCHOR: parentheses
    fn open(&mut self) {
        self.operators.push(Pending::OpenParenthesis(self.tokens.start()));
    }

    /// Pops down to the opening parenthesis, and the parenthesis itself.
    fn close(&mut self) -> Result<(), SyntaxError> {
        self.pop_above(END);
        match self.operators.pop() {
            Some(_) => Ok(()),
            None => Err(self.tokens.error(SyntaxProblem::UnmatchedClose)),
        }
    }

    /// At the end of the text, only a parenthesis that was never closed stays on the stack.
    fn end(&mut self) -> Result<(), SyntaxError> {
        self.pop_above(END);
        match self.operators.pop() {
            Some(Pending::OpenParenthesis(start)) => {
                Err(self.tokens.error_at(start, SyntaxProblem::UnmatchedOpen))
            }
            _ => Ok(()),
        }
    }
    // ANCHOR_END: parentheses
}

impl Pending {
    /// Its step; a parenthesis has none, because the order of the steps says all that it said.
    fn step(self) -> Option<Step> {
        match self {
            Self::OpenParenthesis(_) => None,
            Self::Sign(sign) => Some(Step::Sign(sign)),
            Self::Function(function) => Some(Step::Function(function)),
            Self::Operator(operator) => Some(Step::Operator(operator)),
        }
    }
}

// ANCHOR: binding
/// How strongly an operator binds the operand on its left.
fn left_binding_power(operator: Operator) -> u8 {
    match operator {
        Operator::Add | Operator::Subtract => 1,
        Operator::Multiply | Operator::Divide | Operator::Remainder => 3,
        Operator::Power => 7,
    }
}

/// How strongly an entry of the operator stack binds the operand on its right.
fn right_binding_power(pending: Pending) -> u8 {
    match pending {
        // Only its closing parenthesis pops it.
        Pending::OpenParenthesis(_) => END,
        // Stronger than on the left, for left associativity: 8-4-2 is (8-4)-2.
        Pending::Operator(Operator::Add | Operator::Subtract) => 2,
        Pending::Operator(Operator::Multiply | Operator::Divide | Operator::Remainder) => 4,
        // Between products and powers: -2^2 is -(2^2).
        Pending::Sign(_) => 5,
        // Weaker than on the left, for right associativity: 2^3^2 is 2^(3^2).
        Pending::Operator(Operator::Power) => 6,
        // A function keeps the parenthesis that follows it.
        Pending::Function(_) => 8,
    }
}

/// The end of the text and a closing parenthesis bind less than any operator.
const END: u8 = 0;
// ANCHOR_END: binding
