//! The contenders, each in the fastest way that its documentation shows for a text that is calculated once.

use anyhow::Result;
use calculator_server::{Expression, Reply, Responder, handle_request};
use evalexpr::EmptyContextWithBuiltinFunctions;
use fasteval::Evaler as _;

/// A calculator.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    /// Makes what is called for each text: it may keep memory from one call to the next.
    pub(crate) calculation: fn() -> Calculation,
}

pub(crate) type Calculation = Box<dyn FnMut(&str) -> Result<f64>>;

/// Ours first, since the others are compared with it.
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

/// All that the server does between reading and writing: the bytes of a line become the bytes of its reply.
pub(crate) struct LineToReply {
    responder: Responder<fn(&[u8]) -> Reply>,
    bytes: Vec<u8>,
    replies: Vec<u8>,
}

impl LineToReply {
    pub(crate) fn new(text: &str) -> Self {
        let bytes = format!("{text}\n").into_bytes();
        Self { responder: Responder::new(handle_request), bytes, replies: Vec::new() }
    }

    pub(crate) fn reply(&mut self) -> &[u8] {
        self.replies.clear();
        self.responder.receive(&self.bytes, &mut self.replies);
        &self.replies
    }
}
