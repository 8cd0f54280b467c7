//! # Say that a port is in use
//!
//! It is the first thing that goes wrong with every server: an earlier one still runs, in a window that you forgot. Django
//! says "That port is already in use.", and you know what to do. A stack trace, or a program that silently tries again and
//! again, costs you an afternoon. So a good program distinguishes this failure from all others, and says where it
//! happened.
//!
//! **Your task:** listen on `address`, and return the listener.
//!
//! - If another program has the address, return this sentence with the address in it:
//!   `127.0.0.1:1081 is already in use; stop the program that has it, or choose another port`.
//! - For every other failure return `could not listen on 127.0.0.1:1081: ` and then the text of the error, as the error
//!   displays itself.
//! - In both sentences the address is written as it displays itself.
//! - Try once only: no second attempt, no pause, and no other address or port instead.
//!
//! **You will need:** [`TcpListener::bind`](https://doc.rust-lang.org/std/net/struct.TcpListener.html#method.bind);
//! [`io::Error::kind`](https://doc.rust-lang.org/std/io/struct.Error.html#method.kind) and
//! [`ErrorKind`](https://doc.rust-lang.org/std/io/enum.ErrorKind.html); a `match`, or
//! [`map_err`](https://doc.rust-lang.org/std/result/enum.Result.html#method.map_err) of `Result`; and
//! [`format!`](https://doc.rust-lang.org/std/macro.format.html).
//!
//! Read: part 1, "Binding a listener" (`book/src/1-sockets/binding.md`).
//!
//! Check it: `cargo test --test ex1_3_port_in_use`, or `cargo grade port_in_use`.

use std::net::{SocketAddr, TcpListener};

/// Listens on an address, or says in one sentence why it cannot.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    todo!()
}
