//! # Reply after the other end has finished
//!
//! A script that pipes a file into `nc -N`, a client that sends a compiler service a whole file: they say all they have to
//! say, end *their half* of the connection, and then wait for the answer. The end of input is not the end of the
//! conversation, and a server that takes it for one never answers.
//!
//! **Your task:** read all that comes until the input ends. Say nothing before. Then send it back in upper case (the ASCII
//! letters; all other bytes stay as they are, whether they are text or not), all of it, however little a write takes, and
//! return. Returning drops the connection, which ends your half. If reading or writing fails, return that error; after a
//! read that failed nothing is sent, since the end has not come.
//!
//! Read: part 2, "End of stream and half-close" (`book/src/2-echo/half-close.md`).
//!
//! Check it: `cargo test --test ex2_5_half_close`, or `cargo grade half_close`.

use std::io::{self, Read, Write};

/// Sends back in upper case what the other end has said, after it has finished.
pub fn shout(connection: impl Read + Write) -> io::Result<()> {
    todo!()
}
