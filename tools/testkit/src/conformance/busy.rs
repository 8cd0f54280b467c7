//! What a server that is full owes to those whom it does not serve.

use crate::{Peer, Program};
use std::net::Shutdown;

/// Every newcomer to a server that is full reads one line `busy: …`, unasked, and then the end of the stream: whether it
/// is silent, has asked already, has asked a lot or has nothing more to ask.
#[track_caller]
pub fn a_newcomer_to_a_full_server_is_told_that_it_is_busy(server: &Program) {
    let speeches: [fn(&mut Peer); 4] = [
        |_| {},
        |peer| {
            peer.send("1+1\n");
        },
        |peer| {
            peer.send("1+1\n".repeat(1000));
        },
        |peer| {
            peer.send("1+1");
            // It fails where the server has closed already, which it may.
            let _ = peer.stream().shutdown(Shutdown::Write);
        },
    ];
    for speak in speeches {
        let mut newcomer = server.connect();
        speak(&mut newcomer);
        let line = newcomer.line();
        let reason = line.strip_prefix("busy: ");
        assert!(reason.is_some_and(is_a_reason), "the line of a busy server: {line:?}");
        newcomer.expect_end();
    }
}

/// A reason is for people: it says something, in one line that a terminal can show, without a full stop.
fn is_a_reason(reason: &str) -> bool {
    !reason.is_empty() && !reason.contains(char::is_control) && !reason.ends_with('.')
}
