//! Takes what has come before the end of the connection for the answer.
//!
//! Rejected by: a_reply_that_is_cut_off_is_an_error

use std::io::{self, BufRead};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut reply = String::new();
    if connection.read_line(&mut reply)? == 0 {
        return Ok(None);
    }
    Ok(Some(reply.trim_end().to_owned()))
}
