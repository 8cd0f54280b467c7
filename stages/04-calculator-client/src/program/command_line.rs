//! What the command line may say, beyond the host and the port.

use clap::builder::{OsStringValueParser, TypedValueParser, ValueParser};
use std::ffi::OsString;

/// Shown at the end of the help.
pub(crate) const EXAMPLES: &str = r#"Examples:
  calculator-client localhost 1081                      a prompt; quit, Ctrl+C or Ctrl+D leaves
  calculator-client localhost 1081 "2+3*4" "sqrt(2)"    two replies; quotes keep * and ( from the shell
  calculator-client localhost 1081 "-2^2"               a minus may come first
  calculator-client localhost 1081 < questions.txt      a reply for every line of a file
  echo 1+1 | calculator-client localhost 1081           a reply for what another program prints"#;

/// Takes any argument but one of several lines: each line would be a request of its own.
pub(crate) fn one_line() -> ValueParser {
    OsStringValueParser::new().try_map(check).into()
}

fn check(expression: OsString) -> Result<OsString, &'static str> {
    if expression.as_encoded_bytes().contains(&b'\n') {
        return Err("an expression is one line");
    }
    Ok(expression)
}
