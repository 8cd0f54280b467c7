//! Uses `lines`, which returns a last line with or without its end.
//!
//! Rejected by: a_truncated_reply_is_an_error

use std::io::{self, BufRead};

/// The next reply, or `None` when there are no more.
pub fn receive(connection: &mut impl BufRead) -> io::Result<Option<String>> {
    connection.lines().next().transpose()
}
