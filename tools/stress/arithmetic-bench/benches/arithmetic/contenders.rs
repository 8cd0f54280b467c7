//! The expressions, and the contenders, each in the fastest way that its documentation shows for a text calculated once.

use crate::timing::nanoseconds;
use anyhow::Result;
use calculator_server::{Expression, Responder, handle_request};
use fasteval::Evaler as _;
use std::hint::black_box;

/// An expression and its value, from what people type to the longest line.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) text: String,
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
}

/// A column of the table.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    /// What it gets for a text.
    pub(crate) value: fn(&str) -> Result<f64>,
    /// How many nanoseconds it takes for that; it may keep memory from one call to the next.
    pub(crate) time: fn(&str) -> f64,
}

/// Ours first, since the others are compared with it.
pub(crate) const CONTENDERS: [Contender; 3] = [
    Contender { name: "ours", value: ours, time: |text| nanoseconds(|| ours(black_box(text))) },
    Contender {
        name: "fasteval",
        value: |text| fasteval()(text),
        time: |text| {
            let mut calculate = fasteval();
            nanoseconds(|| calculate(black_box(text)))
        },
    },
    Contender {
        name: "line to reply",
        value: |text| {
            let mut reply = Vec::new();
            line_to_reply(text)(&mut reply);
            Ok(str::from_utf8(&reply)?.trim_end_matches('\n').parse()?)
        },
        time: |text| {
            let (mut call, mut reply) = (line_to_reply(text), Vec::new());
            nanoseconds(|| call(black_box(&mut reply)))
        },
    },
];

fn ours(text: &str) -> Result<f64> {
    Ok(text.parse::<Expression>()?.evaluate()?)
}

/// With memory that is used again, and without the step that pays only for what is calculated many times.
fn fasteval() -> impl FnMut(&str) -> Result<f64> {
    let mut parser = fasteval::Parser::new();
    parser.expr_depth_limit = 100;
    let mut slab = fasteval::Slab::with_capacity(1024);
    let mut functions = |name: &str, arguments: Vec<f64>| match (name, &arguments[..]) {
        ("sqrt", [value]) => Some(value.sqrt()),
        _ => None,
    };
    move |text| {
        let expression = parser.parse(text, &mut slab.ps)?.from(&slab.ps);
        Ok(expression.eval(&slab, &mut functions)?)
    }
}

/// All that the server does between reading and writing: the bytes of a line become the bytes of its reply, which are left
/// in the given buffer.
fn line_to_reply(text: &str) -> impl FnMut(&mut Vec<u8>) {
    let mut responder = Responder::new(handle_request);
    let line = format!("{text}\n");
    move |reply| {
        reply.clear();
        responder.receive(black_box(line.as_bytes()), reply);
    }
}
