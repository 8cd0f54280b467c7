//! Clients that leave without a word.

use super::unharmed;
use crate::Program;

/// How many come and reset their connections.
///
/// Fewer on Windows: under Wine accept fails ("invalid argument") for each that has reset before its turn, and our servers rest
/// for a tenth of a second after a failure that is not known to be about one client.
const RESETS: usize = if cfg!(windows) { 50 } else { 500 };

/// Many of them.
#[track_caller]
pub fn clients_that_reset_in_mid_line_leave_nothing_behind(server: &Program) {
    unharmed(server, || {
        for _ in 0..RESETS {
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
