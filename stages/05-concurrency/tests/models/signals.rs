//! Signals: which of them stop the server, and which it leaves ignored.
#![cfg(target_os = "linux")]

use crate::support::{PROGRAM, greedy, start};
use std::{process::Command, thread, time::Duration};
use testkit::Program;

/// A server that was started with a signal ignored, as `nohup` and shells without job control do.
#[track_caller]
fn started_ignoring(signal: &str) -> Program {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("trap '' {signal}; exec \"$0\" 127.0.0.1 0"), PROGRAM]);
    Program::start_command(command)
}

#[track_caller]
fn ends_well(server: &mut Program) {
    assert_eq!(server.wait_within(Duration::from_secs(5)).code(), Some(0), "{}", server.stderr());
}

#[test]
fn a_terminal_that_is_closed_begins_a_graceful_shutdown() {
    // Also where `nohup` has started the tests.
    testkit::default_in_children(testkit::Signal::HangUp).unwrap();
    let mut server = start("async", &[]);
    let mut peer = server.connect();
    assert_eq!(peer.ask("1+1"), "2");
    server.hang_up();
    ends_well(&mut server);
    peer.expect_end();
}

#[test]
fn a_signal_that_was_ignored_at_the_start_stays_ignored() {
    for (name, signal) in [("HUP", Program::hang_up as fn(&Program)), ("INT", Program::interrupt)] {
        let mut server = started_ignoring(name);
        signal(&server);
        assert_eq!(server.connect().ask("1+1"), "2", "{name}");
        // Had it counted as the first signal, this one would be the second, which ends the process with another code.
        server.terminate();
        ends_well(&mut server);
    }
}

#[test]
fn sigterm_begins_a_shutdown_even_if_it_was_ignored_at_the_start() {
    let mut server = started_ignoring("TERM");
    server.terminate();
    ends_well(&mut server);
}

#[test]
fn the_exit_code_after_a_second_signal_is_128_and_its_number() {
    testkit::default_in_children(testkit::Signal::HangUp).unwrap();
    let ends_with = |signal: fn(&Program), code| {
        let mut server = start("async", &[]);
        let _greedy = greedy(&server);
        server.terminate();
        server.wait_until_logged("shutting down");
        signal(&server);
        assert_eq!(server.wait().code(), Some(code));
    };
    thread::scope(|scope| {
        scope.spawn(|| ends_with(Program::interrupt, 130));
        scope.spawn(|| ends_with(Program::terminate, 143));
        scope.spawn(|| ends_with(Program::hang_up, 129));
    });
}
