//! A server that was suspended (Ctrl+Z, then `fg`) calls nobody late whose lines or room for replies are there.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may fail in its helpers too")]

mod support;

use std::{io::Read as _, time::Duration};
use support::{each_model, start};
use testkit::{OpenFiles, Peer, Program};

/// Long enough for all that a test does before it suspends the server.
const IDLE_TIMEOUT: [&str; 2] = ["--idle-timeout", "4"];

/// Returns when the idle timeout has passed: another server closes a client that is silent since now.
fn wait_for_the_idle_timeout(model: &str) {
    start(model, &IDLE_TIMEOUT).connect().wait_closed();
}

fn start_with_workers(model: &str) -> Program {
    start(model, &[&IDLE_TIMEOUT[..], &["--workers", "200"]].concat())
}

#[test]
fn lines_that_came_while_the_server_was_suspended_are_answered() {
    each_model(|model| {
        let server = start_with_workers(model);
        // Many more than the runtime hears of at once.
        let files = OpenFiles::reserve(200);
        let mut peers: Vec<Peer> = (0..files.count()).map(|_| server.connect()).collect();
        assert!(peers.iter_mut().all(|peer| peer.ask("1") == "1"), "{model}");
        server.pause();
        for peer in &mut peers {
            peer.send("1+1\n");
        }
        wait_for_the_idle_timeout(model);
        server.resume();
        for peer in &mut peers {
            peer.expect("2");
        }
    });
}

#[test]
fn replies_for_which_there_is_room_again_are_sent_after_the_server_was_suspended() {
    /// More requests than all buffers on the way hold replies.
    const REQUESTS: usize = 32 * 1024;
    const REPLY: &str = "error: the expression is empty\n";
    each_model(|model| {
        let server = start_with_workers(model);
        let mut peer = server.connect();
        // The shortest request with the longest reply for its length.
        peer.send("\n".repeat(REQUESTS));
        assert_eq!(server.connect().ask("1+1"), "2", "{model}");
        server.pause();
        wait_for_the_idle_timeout(model);
        // Suspended or not, its system sends on what it has. All of that is taken, so there is room again.
        peer.stream().set_read_timeout(Some(Duration::from_secs(4))).unwrap();
        let mut taken = 0;
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = peer.stream().read(&mut buffer) {
            taken += count;
        }
        server.resume();
        let rest = peer.half_close().rest();
        assert_eq!(taken + rest.len(), REQUESTS * REPLY.len(), "{model}");
    });
}
