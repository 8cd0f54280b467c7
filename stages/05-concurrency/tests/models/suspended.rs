//! A server that was suspended (Ctrl+Z, then `fg`) calls nobody late whose lines are there.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may fail in its helpers too")]

use crate::support::{each_model, start};
use std::{
    iter,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};
use testkit::{OpenFiles, Peer, Program};

/// Many more than the runtime hears of at once.
const CLIENTS: usize = 200;

fn start_with_timeout(model: &str, idle_timeout: Duration) -> Program {
    let seconds = idle_timeout.as_secs().to_string();
    start(model, &["--idle-timeout", &seconds, "--workers", "200"])
}

/// A suspended server and its clients, unless this took longer than its idle timeout: then some might be late already.
fn suspended(model: &str, clients: usize, idle_timeout: Duration) -> Option<(Program, Vec<Peer>)> {
    let server = start_with_timeout(model, idle_timeout);
    let begin = Instant::now();
    let connect = || {
        let mut peers: Vec<Peer> = (0..clients).map(|_| server.connect()).collect();
        assert!(peers.iter_mut().all(|peer| peer.ask("1") == "1"), "{model}");
        peers
    };
    let peers = catch_unwind(AssertUnwindSafe(connect));
    server.pause();
    if begin.elapsed() < idle_timeout { Some((server, peers.unwrap())) } else { None }
}

/// Returns when the idle timeout has passed: another server closes a client that is silent since now.
fn wait_for_the_idle_timeout(model: &str, idle_timeout: Duration) {
    start_with_timeout(model, idle_timeout).connect().wait_closed();
}

each_model!(lines_that_came_while_the_server_was_suspended_are_answered, |model| {
    let files = OpenFiles::reserve(CLIENTS);
    // As short as the machine allows today.
    let timeouts = iter::successors(Some(Duration::from_secs(1)), |timeout| Some(*timeout * 2));
    let (server, mut peers, idle_timeout) = timeouts
        .take(6)
        .find_map(|timeout| {
            let (server, peers) = suspended(model, files.count(), timeout)?;
            Some((server, peers, timeout))
        })
        .unwrap();
    for peer in &mut peers {
        peer.send("1+1\n");
    }
    wait_for_the_idle_timeout(model, idle_timeout);
    server.resume();
    for peer in &mut peers {
        peer.expect("2");
    }
});
