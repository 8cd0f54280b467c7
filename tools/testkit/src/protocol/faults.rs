//! What clients do wrong, as facts: each troubles nobody but the client. And what a full server owes to the next.
//!
//! Each function is one test. A server that answers one client at a time passes those about faults, too.

use crate::{DEADLINE, Program};
use std::net::Shutdown;
use support::{Usage, poll_until};

const TOO_LONG: &str = "error: the line is longer than 1024 bytes";

/// How much more memory than before is still "back where it was": allocators keep some of what they once had.
const MEMORY_TO_SPARE: u64 = 4 << 20;

/// What a server uses, where the system tells.
fn usage(server: &Program) -> Usage {
    if cfg!(target_os = "linux") { server.usage() } else { Usage::default() }
}

/// Afterwards the server answers `1+1`, and holds no more descriptors, threads and memory than before (as far as
/// Linux tells).
#[track_caller]
fn unharmed(server: &Program, fault: impl FnOnce()) {
    let before = usage(server);
    let limit = Usage { memory: before.memory + MEMORY_TO_SPARE, ..before };
    fault();
    assert_eq!(server.connect().ask("1+1"), "2");
    let is_back = poll_until(DEADLINE, || !usage(server).exceeds(limit));
    assert!(is_back, "the server had {before} before the fault, and has {} after it", usage(server));
}

/// Each byte leaves by itself.
#[track_caller]
pub fn a_line_may_come_a_byte_at_a_time(server: &Program) {
    unharmed(server, || {
        let mut peer = server.connect();
        for byte in "2 + 3 * 4\r\n".bytes() {
            peer.send([byte]);
        }
        peer.expect("14");
    });
}

/// A thousand requests leave together.
#[track_caller]
pub fn several_lines_in_one_segment_are_answered_in_order(server: &Program) {
    unharmed(server, || {
        let requests: Vec<String> = (0..1000).map(|number| format!("{number} + 0.5\n")).collect();
        let mut peer = server.connect();
        peer.send(requests.concat());
        for number in 0..1000 {
            peer.expect(&format!("{number}.5"));
        }
    });
}

/// The client ends its sending half after it.
#[track_caller]
pub fn a_last_line_without_an_end_is_answered(server: &Program) {
    unharmed(server, || {
        let mut peer = server.connect();
        peer.send("1+1\n2+2").half_close();
        peer.expect("2").expect("4").expect_end();
    });
}

/// Each value is a line of its own (that of LF is two), and each gets one reply that a terminal can show.
#[track_caller]
pub fn lines_of_every_byte_value_are_answered(server: &Program) {
    unharmed(server, || {
        let mut peer = server.connect();
        for byte in 0..=u8::MAX {
            peer.send([byte, b'\n']);
            for _ in 0..if byte == b'\n' { 2 } else { 1 } {
                let reply = peer.line();
                let expected = match byte {
                    b'0'..=b'9' => reply == char::from(byte).to_string(),
                    b'e' => reply == "2.718281828459045",
                    _ => reply.starts_with("error: "),
                };
                assert!(expected && !reply.contains(char::is_control), "to byte {byte}: {reply:?}");
            }
        }
    });
}

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
        let before = usage(server).memory;
        for megabyte in 1..=25 {
            peer.send(vec![b'1'; 1 << 20]);
            let growth = usage(server).memory.saturating_sub(before);
            assert!(growth < MEMORY_TO_SPARE, "{growth} bytes after {megabyte} MiB of one line");
        }
        peer.send("\n1+2\n").expect(TOO_LONG).expect("3");
    });
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

/// Every newcomer to a server that is full reads one line `busy: …`, unasked, and then the end of the stream: whether it
/// is silent, has asked already, has asked a lot or has nothing more to ask.
#[track_caller]
pub fn a_newcomer_to_a_full_server_is_told_that_it_is_busy(server: &Program) {
    for (requests, ends) in [("", false), ("1+1\n", false), (&"1+1\n".repeat(1000), false), ("1+1", true)] {
        let mut newcomer = server.connect();
        newcomer.send(requests);
        if ends {
            // It fails where the server has closed already, which it may.
            let _ = newcomer.stream().shutdown(Shutdown::Write);
        }
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
