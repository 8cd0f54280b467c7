//! The short function that introduces the protocol to arithmetic.

use crate::{Expression, Reply};
use std::str;

/// The reply to one request line, given without its end.
#[must_use]
pub fn answer(line: &[u8]) -> Reply {
    let Ok(text) = str::from_utf8(line) else {
        return Reply::refuse("the line is not UTF-8");
    };
    match text.parse::<Expression>() {
        Err(error) => Reply::refuse(error),
        Ok(expression) => expression.evaluate().map_or_else(Reply::refuse, Reply::Value),
    }
}
