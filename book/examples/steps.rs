//! Shows what an expression is understood as, the steps that calculate it, and its value.
#![allow(clippy::print_stdout, reason = "a listing of the book, run at a terminal")]

use calculator_server::{Expression, Step, handle_request};
use std::env;

fn main() {
    for text in env::args().skip(1) {
        println!("{text}");
        if let Ok(expression) = text.parse::<Expression>() {
            println!("  is  {expression}");
            for step in expression.steps() {
                println!("      {}", described(*step));
            }
        }
        println!("  =   {}", handle_request(text.as_bytes()));
    }
}

fn described(step: Step) -> String {
    match step {
        Step::Number(value) => format!("push {value}"),
        Step::Constant(constant) => format!("push {constant:?}"),
        Step::Sign(sign) => format!("pop one value, push it with its sign: {sign:?}"),
        Step::Function(function) => format!("pop one value, push its {function:?}"),
        Step::Operator(operator) => format!("pop two values, push the result: {operator:?}"),
    }
}
