//! Lingering close: replies that a client did not take are not left in the kernel.
//!
//! Only Linux shows what the system still holds for a connection that no program has any more (proc(5)).
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may fail in its helpers too")]

use crate::support::{each_model, greedy, start};
use socket2::SockRef;
use std::{io::Write as _, time::Duration};
use testkit::{Peer, Program, eventually, orphaned, unacknowledged};

/// A client whose replies stay with the server: it sends as many requests as `bursts` reads take, and takes next to
/// nothing.
fn asks_without_reading(server: &Program, bursts: usize) -> Peer {
    let mut peer = Peer::connect_with_small_buffer(server.address());
    for _ in 0..bursts {
        // The shortest request with the longest reply for its length.
        peer.send("\n".repeat(2048));
    }
    peer
}

fn assert_nothing_is_kept(server: &Program, peer: &Peer, model: &str) {
    let kept = || orphaned(server.address(), peer.local());
    eventually(&format!("{model}: nothing is kept, {} bytes are", kept()), || kept() == 0);
}

each_model!(nothing_is_kept_of_a_client_that_does_not_read_and_falls_silent, |model| {
    let server = start(model, &["--idle-timeout", "0.5"]);
    let peer = asks_without_reading(&server, 1);
    server.wait_until_logged(&format!("{} failed: timed out", peer.local()));
    assert_nothing_is_kept(&server, &peer, model);
});

each_model!(nothing_is_kept_of_a_client_that_does_not_read_and_says_that_it_has_asked_everything, |model| {
    let server = start(model, &["--idle-timeout", "0.5"]);
    let mut peer = asks_without_reading(&server, 1);
    peer.half_close();
    server.wait_until_logged(&format!("{} failed: timed out", peer.local()));
    assert_nothing_is_kept(&server, &peer, model);
});

each_model!(a_client_that_has_asked_everything_and_does_not_take_its_replies_has_timed_out, |model| {
    let server = start(model, &["--idle-timeout", "0.5"]);
    let mut peer = Peer::connect_with_small_buffer(server.address());
    // So few that the server has sent all of them, and so many that the client's buffer has no room for them.
    peer.send("\n".repeat(200)).half_close();
    server.wait_until_logged(&format!("{} failed: timed out", peer.local()));
    assert_nothing_is_kept(&server, &peer, model);
});

each_model!(nothing_is_kept_of_a_client_that_does_not_read_at_shutdown, |model| {
    let mut server = start(model, &[]);
    let silent = asks_without_reading(&server, 36);
    let mut ended = asks_without_reading(&server, 1);
    ended.half_close();
    server.wait_until_logged(&format!("{} connected", ended.local()));
    server.terminate();
    assert_eq!(server.wait().code(), Some(0), "{model}");
    assert_nothing_is_kept(&server, &silent, model);
    assert_nothing_is_kept(&server, &ended, model);
});

each_model!(of_replies_that_are_not_taken_the_system_keeps_no_more_than_it_was_told, |model| {
    let server = start(model, &[]);
    let greedy = greedy(&server);
    // Of a size that the system chooses it would be megabytes.
    let held = unacknowledged(server.address(), greedy.local());
    assert!((1..512 * 1024).contains(&held), "{model}: {held} bytes");
});

each_model!(a_client_that_reads_late_but_in_time_gets_every_reply, |model| {
    let server = start(model, &[]);
    let mut peer = asks_without_reading(&server, 36);
    peer.half_close();
    // It has asked everything; until it reads, nothing tells it from a client that never will.
    SockRef::from(peer.stream()).set_recv_buffer_size(256 * 1024).unwrap();
    let replies = String::from_utf8(peer.rest()).unwrap();
    assert_eq!(replies.lines().count(), 36 * 2048, "{model}");
    assert!(replies.ends_with('\n'), "{model}");
});

each_model!(a_client_that_has_its_replies_and_falls_silent_sees_an_orderly_end, |model| {
    let server = start(model, &["--idle-timeout", "0.2"]);
    let mut peer = server.connect();
    assert_eq!(peer.ask("1+1"), "2");
    peer.expect_end();
    // What it says in that moment is no reason for a reset either.
    let _ = peer.stream().write_all(b"2+2\n");
    assert!(!peer.is_reset(), "{model}");
    server.wait_until_logged("timed out");
});

each_model!(a_client_that_is_closed_holds_its_place_for_no_more_than_a_moment, |model| {
    let server = start(model, &["--idle-timeout", "0.2", "--max-clients", "1"]);
    // It does not react to the end of the stream.
    let _silent = server.connect();
    eventually("there is room again", || {
        let next = server.connect();
        SockRef::from(next.stream()).set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let _ = next.stream().write_all(b"1+1\n");
        let mut first = [0];
        std::io::Read::read(&mut next.stream(), &mut first).is_ok() && first == *b"2"
    });
});
