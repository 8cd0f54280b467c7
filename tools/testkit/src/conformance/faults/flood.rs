//! Clients that send more than a line may hold.

use super::unharmed;
#[cfg(target_os = "linux")]
use super::unharmed::MEMORY_TO_SPARE;
use crate::{Peer, Program};

const TOO_LONG: &str = "error: the line is longer than 1024 bytes";

/// The long line is refused once, and the connection is as good as before.
#[track_caller]
pub fn after_a_line_of_400_kilobytes_the_next_is_answered(server: &Program) {
    unharmed(server, || {
        let mut peer = server.connect();
        peer.send("1".repeat(400 * 1024)).send("\n1+2\n");
        peer.expect(TOO_LONG).expect("3");
    });
}

/// 25 MB without a line end.
#[track_caller]
pub fn a_flood_without_a_line_end_costs_no_memory(server: &Program) {
    unharmed(server, || {
        let mut peer = server.connect();
        flood(server, &mut peer);
        peer.send("\n1+2\n").expect(TOO_LONG).expect("3");
    });
}

#[cfg(target_os = "linux")]
#[track_caller]
fn flood(server: &Program, peer: &mut Peer) {
    let before = server.memory();
    for megabyte in 1..=25 {
        peer.send(vec![b'1'; 1 << 20]);
        let growth = server.memory().saturating_sub(before);
        assert!(growth < MEMORY_TO_SPARE, "{growth} bytes after {megabyte} MiB of one line");
    }
}

#[cfg(not(target_os = "linux"))]
#[track_caller]
fn flood(_server: &Program, peer: &mut Peer) {
    peer.send(vec![b'1'; 25 << 20]);
}

/// Neither as one line, which is too long, nor as lines that are just short enough.
#[track_caller]
pub fn a_hundred_thousand_parentheses_are_refused(server: &Program) {
    unharmed(server, || {
        let mut peer = server.connect();
        peer.send("(".repeat(100_000)).send("\n").expect(TOO_LONG);
        for line in ["(".repeat(1024), ")".repeat(1024), "()".repeat(512)] {
            let reply = peer.ask(&line);
            assert!(reply.starts_with("error: "), "{reply}");
        }
    });
}
