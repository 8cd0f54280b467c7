//! Connects the protocol to arithmetic: from a request line to its reply.

use crate::{Expression, Reply};
use std::str;

/// The reply to one request line, which is given without its line end.
#[must_use]
pub fn handle_request(line: &[u8]) -> Reply {
    let Ok(text) = str::from_utf8(line) else {
        return Reply::error("the line is not UTF-8");
    };
    match text.parse::<Expression>() {
        Err(error) => Reply::error(error),
        Ok(expression) => expression.evaluate().map_or_else(Reply::error, Reply::Value),
    }
}
