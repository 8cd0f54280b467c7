//! # Reply after the client has finished
//!
//! A script pipes a file into `nc -N`. A client sends a whole source file to a compiler service. Both send everything, then
//! *half-close* the connection, and then wait for the reply. For them the end of the stream is not the end of the
//! connection. A server that treats it as the end never replies.
//!
//! **Your task:** read everything until the end of the stream, and send nothing before that. Then send it back in upper
//! case, all of it, however little a write takes, and return. Only the ASCII letters change; all other bytes stay as they
//! are, text or not. Returning drops the connection, which closes your side. If reading or writing fails, return that
//! error. After a failed read send nothing, since the end of the stream was not reached.
//!
//! You will need:
//!
//! - [`Read::read_to_end`](https://doc.rust-lang.org/std/io/trait.Read.html#method.read_to_end), which reads into a `Vec<u8>`
//! - [`make_ascii_uppercase`](https://doc.rust-lang.org/std/primitive.slice.html#method.make_ascii_uppercase), a method of
//!   slices of bytes
//! - [`Write::write_all`](https://doc.rust-lang.org/std/io/trait.Write.html#method.write_all), which writes a whole slice
//!
//! Read: part 2, "End of stream and half-close" (`book/src/2-echo/half-close.md`).
//!
//! Check it: `cargo test --test ex2_5_half_close`, or `cargo grade half_close`.

use std::io::{self, Read, Write};

/// Sends back in upper case what the client has sent, after the client has finished.
pub fn shout(connection: impl Read + Write) -> io::Result<()> {
    todo!()
}
