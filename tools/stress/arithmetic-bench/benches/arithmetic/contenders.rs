//! The expressions, and the contenders, each in the fastest way that its documentation shows for a text calculated once.

use anyhow::Result;
use calculator_server::{Expression, Reply, Responder, handle_request};
use evalexpr::EmptyContextWithBuiltinFunctions;
use fasteval::Evaler as _;

/// An expression and its value, from what people type to the longest line.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    text: String,
    pub(crate) value: f64,
}

pub(crate) fn cases() -> [Case; 6] {
    [
        Case { name: "sum", text: "1+2".to_owned(), value: 3.0 },
        Case { name: "parentheses", text: "(1+2)*3-4/2".to_owned(), value: 7.0 },
        Case { name: "functions", text: "sqrt(16)+sin(1)".to_owned(), value: 4.0 + f64::sin(1.0) },
        Case { name: "64 deep", text: format!("{}1{}", "(".repeat(64), "+1)".repeat(64)), value: 65.0 },
        Case { name: "100 bytes", text: chain(100), value: 152.5 },
        Case { name: "1 KiB", text: chain(1024), value: 1619.0 },
    ]
}

/// A sum of products and quotients, so many bytes long.
fn chain(bytes: usize) -> String {
    "3*4-8/2+12.5+".chars().cycle().take(bytes).collect()
}

impl Case {
    /// What the table calls it: a short text speaks for itself.
    pub(crate) fn label(&self) -> &str {
        if self.text.len() < 16 { &self.text } else { self.name }
    }

    /// The text as this contender wants it.
    pub(crate) fn text(&self, contender: &str) -> String {
        match contender {
            "evalexpr" => self.text.replace("sqrt", "math::sqrt").replace("sin", "math::sin"),
            _ => self.text.clone(),
        }
    }
}

/// A calculator.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    /// Makes what is called for each text: it may keep memory from one call to the next.
    pub(crate) calculation: fn() -> Calculation,
}

pub(crate) type Calculation = Box<dyn FnMut(&str) -> Result<f64>>;

/// Ours first, since the others are compared with it.
pub(crate) const CONTENDERS: [Contender; 4] = [
    Contender { name: "ours", calculation: || Box::new(|text| Ok(text.parse::<Expression>()?.evaluate()?)) },
    Contender { name: "fasteval", calculation: fasteval },
    Contender { name: "exmex", calculation: || Box::new(|text| Ok(exmex::eval_str(text)?)) },
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

/// The name of the column for all that the server does with a line.
pub(crate) const LINE_TO_REPLY: &str = "line to reply";

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
