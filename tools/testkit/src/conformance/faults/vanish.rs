//! Clients that leave without a word.

use super::unharmed;
use crate::Program;

/// 500 of them.
#[track_caller]
pub fn clients_that_reset_in_mid_line_leave_nothing_behind(server: &Program) {
    unharmed(server, || {
        for _ in 0..500 {
            let mut peer = server.connect();
            peer.send("1+");
            peer.reset();
        }
    });
}

/// 200 of them, each with a thousand replies that it will never read.
#[track_caller]
pub fn clients_that_vanish_with_replies_pending_leave_nothing_behind(server: &Program) {
    unharmed(server, || {
        for _ in 0..200 {
            server.connect().send("pi\n".repeat(1000));
        }
    });
}
