//! Expressions as trees, made without the parser: what the parser should find.

mod random;

use calculator_server::{ArithmeticError, Number};

pub(crate) use random::{spine, tree};

pub(crate) type Calculation = fn(f64) -> f64;

/// An expression as a tree.
#[derive(Debug, Clone)]
pub(crate) enum Tree {
    /// As it is typed.
    Number(String),
    Constant(&'static str, f64),
    Sign(char, Box<Tree>),
    Function(&'static str, Calculation, Box<Tree>),
    Operator(char, Box<Tree>, Box<Tree>),
    /// Parentheses that are not needed.
    Parentheses(Box<Tree>),
}

use Tree::{Constant, Function, Number as Digits, Operator, Parentheses, Sign};

impl Tree {
    /// How it is typed with the fewest parentheses, token by token.
    pub(crate) fn tokens(&self) -> Vec<String> {
        let mut tokens = Vec::new();
        self.push(SUM, &mut tokens);
        tokens
    }

    /// What it prints with all its parentheses.
    pub(crate) fn in_full(&self) -> String {
        match self {
            Digits(digits) => Number(digits.parse().unwrap()).to_string(),
            Constant(name, _) => (*name).to_owned(),
            Sign(sign, operand) => format!("({sign}{})", operand.in_full()),
            Function(name, _, argument) => format!("{name}({})", argument.in_full()),
            Operator(symbol, left, right) => format!("({} {symbol} {})", left.in_full(), right.in_full()),
            Parentheses(inner) => inner.in_full(),
        }
    }

    /// Its value in the arithmetic of f64.
    pub(crate) fn value(&self) -> Result<f64, ArithmeticError> {
        let value = match self {
            Digits(digits) => digits.parse().unwrap(),
            Constant(_, value) => *value,
            Sign('-', operand) => -operand.value()?,
            Sign(_, operand) => operand.value()?,
            Function(name, function, argument) => match (*name, argument.value()?) {
                ("ln" | "log10", 0.0) => f64::NAN,
                (_, argument) => function(argument),
            },
            Operator(symbol, left, right) => match (symbol, left.value()?, right.value()?) {
                ('/' | '%', _, 0.0) => return Err(ArithmeticError::DivisionByZero),
                ('^', 0.0, right) if right < 0.0 => return Err(ArithmeticError::DivisionByZero),
                ('+', left, right) => left + right,
                ('-', left, right) => left - right,
                ('*', left, right) => left * right,
                ('/', left, right) => left / right,
                ('%', left, right) => left % right,
                (_, left, right) => left.powf(right),
            },
            Parentheses(inner) => inner.value()?,
        };
        match value {
            value if value.is_nan() => Err(ArithmeticError::NotANumber),
            value if value.is_infinite() => Err(ArithmeticError::TooLarge),
            value => Ok(value),
        }
    }

    /// Adds the tokens of an operand that needs at least this level.
    fn push(&self, level: u8, tokens: &mut Vec<String>) {
        if self.level() < level {
            return Parentheses(Box::new(self.clone())).push(level, tokens);
        }
        match self {
            Digits(text) => tokens.push(text.clone()),
            Constant(name, _) => tokens.push((*name).to_owned()),
            Sign(sign, operand) => {
                tokens.push(sign.to_string());
                operand.push(SIGN, tokens);
            }
            Function(name, _, argument) => {
                tokens.push((*name).to_owned());
                Parentheses(argument.clone()).push(ATOM, tokens);
            }
            Operator(symbol, left, right) => {
                let (left_level, right_level) = operand_levels(*symbol);
                left.push(left_level, tokens);
                tokens.push(symbol.to_string());
                right.push(right_level, tokens);
            }
            Parentheses(inner) => {
                tokens.push("(".to_owned());
                inner.push(SUM, tokens);
                tokens.push(")".to_owned());
            }
        }
    }

    fn level(&self) -> u8 {
        match self {
            Operator('+' | '-', ..) => SUM,
            Operator('*' | '/' | '%', ..) => PRODUCT,
            Sign(..) => SIGN,
            Operator(..) => POWER,
            _ => ATOM,
        }
    }
}

/// The levels of the grammar, the loosest first.
const SUM: u8 = 0;
const PRODUCT: u8 = 1;
const SIGN: u8 = 2;
const POWER: u8 = 3;
const ATOM: u8 = 4;

/// `sum = sum ± product`, `product = product */% sign`, `power = atom ^ sign`.
fn operand_levels(symbol: char) -> (u8, u8) {
    match symbol {
        '+' | '-' => (SUM, PRODUCT),
        '^' => (ATOM, SIGN),
        _ => (PRODUCT, SIGN),
    }
}
