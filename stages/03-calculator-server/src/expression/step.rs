//! The steps of an expression, and how each of them is written.

// ANCHOR: step
/// One step of a calculation: it pops its operands off a stack and pushes its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Pushes a number.
    Number(f64),
    /// Pushes a constant.
    Constant(Constant),
    /// Pops one value.
    Sign(Sign),
    /// Pops one value.
    Function(Function),
    /// Pops two values, the right one first.
    Operator(Operator),
}
// ANCHOR_END: step

/// A number that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the mathematical ones")]
pub enum Constant {
    Pi,
    E,
}

/// A sign before an operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the signs")]
pub enum Sign {
    Plus,
    Minus,
}

/// A function of one argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the mathematical ones")]
pub enum Function {
    Sqrt,
    Abs,
    Exp,
    Ln,
    Log10,
    Sin,
    Cos,
    Tan,
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the mathematical ones")]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
}

impl Constant {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Pi => "pi",
            Self::E => "e",
        }
    }
}

impl Sign {
    pub(super) fn symbol(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Minus => "-",
        }
    }
}

impl Function {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Sqrt => "sqrt",
            Self::Abs => "abs",
            Self::Exp => "exp",
            Self::Ln => "ln",
            Self::Log10 => "log10",
            Self::Sin => "sin",
            Self::Cos => "cos",
            Self::Tan => "tan",
        }
    }
}

impl Operator {
    /// The symbol, with a space on each side.
    pub(super) fn spaced_symbol(self) -> &'static str {
        match self {
            Self::Add => " + ",
            Self::Subtract => " - ",
            Self::Multiply => " * ",
            Self::Divide => " / ",
            Self::Remainder => " % ",
            Self::Power => " ^ ",
        }
    }
}
