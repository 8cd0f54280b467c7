//! Who calculates, each in the fastest way that its documentation shows for a text that is calculated once.

use anyhow::Result;
use calculator_server::Expression;
use evalexpr::EmptyContextWithBuiltinFunctions;
use fasteval::Evaler as _;

/// One who calculates.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    /// Makes what is called for each text: it may keep memory from one call to the next.
    pub(crate) calculation: fn() -> Calculation,
}

pub(crate) type Calculation = Box<dyn FnMut(&str) -> Result<f64>>;

/// We first, since the others are compared with us.
pub(crate) const CONTENDERS: [Contender; 5] = [
    Contender { name: "ours", calculation: || Box::new(|text| Ok(text.parse::<Expression>()?.evaluate()?)) },
    Contender { name: "fasteval", calculation: fasteval },
    Contender { name: "exmex", calculation: || Box::new(|text| Ok(exmex::eval_str(text)?)) },
    Contender { name: "meval", calculation: || Box::new(|text| Ok(meval::eval_str(text)?)) },
    Contender { name: "evalexpr", calculation: || Box::new(evalexpr) },
];

/// With memory that is used again, and without the step that pays only for what is calculated many times.
fn fasteval() -> Calculation {
    let mut parser = fasteval::Parser::new();
    parser.expr_depth_limit = 100;
    let mut slab = fasteval::Slab::with_capacity(1024);
    let mut functions = |name: &str, arguments: Vec<f64>| match (name, &arguments[..]) {
        ("sqrt", [value]) => Some(value.sqrt()),
        _ => None,
    };
    Box::new(move |text| {
        let expression = parser.parse(text, &mut slab.ps)?.from(&slab.ps);
        Ok(expression.eval(&slab, &mut functions)?)
    })
}

fn evalexpr(text: &str) -> Result<f64> {
    Ok(evalexpr::eval_number_with_context(text, &EmptyContextWithBuiltinFunctions)?)
}
