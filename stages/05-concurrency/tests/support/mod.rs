//! What the tests of all models share.
#![allow(unused_macros, unused_imports, reason = "each test file uses what it needs")]
#![allow(dead_code, reason = "each test file uses what it needs")]
#![allow(clippy::unwrap_used, reason = "a test may fail in its helpers too")]

use socket2::SockRef;
use std::{io::Write as _, time::Duration};
use testkit::{Peer, Program};

/// Checks a fact for each model, as it is called on the command line: a test a model, named `fact::model`.
macro_rules! each_model {
    ($fact:ident, $check:expr) => {
        #[cfg(test)]
        mod $fact {
            #[allow(unused_imports, reason = "not every check uses what its file imports")]
            use super::*;

            const CHECK: fn(&str) = $check;

            #[test]
            fn threads() {
                CHECK("threads");
            }

            #[test]
            fn pool() {
                CHECK("pool");
            }

            #[test]
            fn events() {
                CHECK("events");
            }

            #[test]
            fn r#async() {
                CHECK("async");
            }
        }
    };
}
pub(crate) use each_model;

/// The program itself.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_concurrency");

/// A server of this model, with more arguments.
#[track_caller]
pub(crate) fn start(model: &str, arguments: &[&str]) -> Program {
    Program::start(PROGRAM, &[&["127.0.0.1", "0", "--model", model], arguments].concat())
}

/// A client that asks and asks and never reads, until everything on the way is full and the connection takes no more.
#[track_caller]
pub(crate) fn greedy(server: &Program) -> Peer {
    let peer = server.connect();
    peer.stream().set_write_timeout(Some(Duration::from_millis(300))).unwrap();
    // A fixed size keeps the system from giving a connection that is never read megabytes to be full of.
    SockRef::from(peer.stream()).set_recv_buffer_size(4096).unwrap();
    // The shortest request with the longest reply for its length.
    let requests = "\n".repeat(64 * 1024);
    while peer.stream().write(requests.as_bytes()).is_ok() {}
    peer
}

/// A server that can have so many descriptors and no more: the hard limit too, or it would raise its own.
#[cfg(target_os = "linux")]
pub(crate) fn start_with_descriptors(limit: usize, model: &str, arguments: &[&str]) -> Program {
    start_with_limit(&format!("-n {limit}"), model, arguments)
}

/// A server that begins with limits as the shell's `ulimit` sets them.
#[cfg(target_os = "linux")]
pub(crate) fn start_with_limit(limit: &str, model: &str, arguments: &[&str]) -> Program {
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &format!(r#"ulimit {limit} && exec "$@""#), "sh", PROGRAM]);
    command.args(["127.0.0.1", "0", "--model", model]).args(arguments);
    Program::start_command(command)
}
