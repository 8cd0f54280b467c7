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
        Step::Number(value) => format!("put {value} on the stack"),
        Step::Constant(constant) => format!("put {constant:?} on the stack"),
        Step::Sign(sign) => format!("take one value, put it back with its sign: {sign:?}"),
        Step::Function(function) => format!("take one value, put back its {function:?}"),
        Step::Operator(operator) => format!("take two values, put back what they make: {operator:?}"),
    }
}
