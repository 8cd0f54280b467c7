//! The help's examples, and the check of an expression on the command line.

use clap::builder::{OsStringValueParser, TypedValueParser, ValueParser};
use std::ffi::OsString;

/// Shown at the end of the help.
pub(crate) const EXAMPLES: &str = r#"Examples:
  calculator-client localhost 1081                      a prompt; quit, Ctrl+C or Ctrl+D leaves
  calculator-client localhost 1081 "2+3*4" "sqrt(2)"    two replies; quotes keep * and ( from the shell
  calculator-client localhost 1081 "-2^2"               a minus may come first
  calculator-client localhost 1081 < expressions.txt    a reply for every line of a file
  echo 1+1 | calculator-client localhost 1081           a reply for what another program prints"#;

/// Accepts any argument of one line; with more, each line would be a request of its own.
pub(crate) fn one_line() -> ValueParser {
    OsStringValueParser::new().try_map(check).into()
}

fn check(expression: OsString) -> Result<OsString, &'static str> {
    if expression.as_encoded_bytes().contains(&b'\n') {
        return Err("an expression is one line");
    }
    Ok(expression)
}
