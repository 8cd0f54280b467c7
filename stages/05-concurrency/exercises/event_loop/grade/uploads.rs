//! Clients that send much, and read late what comes back.

use crate::event_loop::EventLoop;
use checks::{LIMIT, TapOptions, TestConnection, fail, let_others_run, note, step};
use std::io::{Read as _, Write as _};

/// More than the buffers of the kernel hold together with what may be kept.
pub(crate) const MUCH: usize = 500_000;

/// The most that may be kept of a client's bytes.
pub(crate) const MOST_HELD: u64 = 100 * 1024;

/// The kernel keeps little for a client that does not read, so that it is soon the turn of the code under test.
pub(crate) const SMALL_BUFFERS: TapOptions = TapOptions {
    buffers: Some(16 * 1024),
    read_at_most: None,
    write_at_most: None,
    interruptions: 0,
    reads_fail: None,
    writes_fail: None,
};

/// So many bytes of which no part is like another.
pub(crate) fn numbered(count: usize) -> Vec<u8> {
    (0_u32..).flat_map(|number| format!("{number}\n").into_bytes()).take(count).collect()
}

/// The only client sends pieces of these bytes until the code cannot write them back; how many bytes it has sent.
pub(crate) fn sends_until_full(
    server: &EventLoop,
    client: &TestConnection,
    bytes: &[u8],
    piece: usize,
) -> usize {
    let before = server.facts(|facts| facts.written);
    let mut sent = 0;
    note("the client sends until no more is written back");
    for piece in bytes.chunks(piece) {
        let _ = client.socket().write_all(piece);
        sent += piece.len();
        server.until("waiting for your code to write back what was sent", |facts| {
            facts.written >= before + sent || facts.full.contains(&1)
        });
        let_others_run();
        if server.facts(|facts| facts.written) < before + sent {
            break;
        }
    }
    sent
}

/// The client reads until the end, and has to get these bytes. How many a wrong answer brings is chance, so none are shown.
pub(crate) fn gets_back(client: &TestConnection, bytes: &[u8]) {
    step("waiting for all bytes of the client, and the end");
    let mut received = Vec::new();
    let mut socket = client.socket();
    let _ = socket.set_read_timeout(Some(LIMIT));
    let outcome = socket.read_to_end(&mut received);
    if received != bytes {
        fail("the client did not get all of its bytes back, in order");
    }
    if outcome.is_err() {
        fail("the client got all of its bytes back, but not the end of the connection");
    }
}
