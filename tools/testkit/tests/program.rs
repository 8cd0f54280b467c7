//! Programs that a test starts; scripts stand in for servers.
#![allow(clippy::expect_used, reason = "a test reports by panicking")]
#![cfg(unix)]

mod failure;

use failure::failure_of;
use std::{process::Command, time::Duration};
#[cfg(target_os = "linux")]
use testkit::eventually;
use testkit::{Program, Signal};

fn script(text: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", text]);
    command
}

/// A script that says it listens on port 1 and then does `the_rest`.
fn listening(the_rest: &str) -> Program {
    Program::start_command(script(&format!("echo listening on 127.0.0.1:1; {the_rest}")))
}

#[test]
fn the_address_is_the_one_that_was_announced() {
    let ipv6 = "echo 'listening on [::1]:1081'; exec sleep 60";
    assert_eq!(Program::start("sh", &["-c", ipv6]).address(), "[::1]:1081".parse().unwrap());
}

#[test]
fn a_program_that_ends_without_announcing_is_shown_with_all_it_printed() {
    for first in ["", "listening on port 1081", "hello"] {
        let failure = failure_of(|| {
            Program::start_command(script(&format!("echo '{first}'; echo no luck >&2; exit 1")))
        });
        assert!(failure.contains("did not say where it listens"), "{failure}");
        assert!(failure.contains(first) && failure.contains("no luck"), "{failure}");
    }
}

#[test]
fn a_program_that_does_not_exist_is_named() {
    let failure = failure_of(|| Program::start("/no/such/server", &[]));
    assert!(failure.contains("/no/such/server"), "{failure}");
}

#[test]
fn what_it_tells_can_be_waited_for() {
    let program = listening("echo a client came >&2; exec sleep 60");
    program.wait_until_logged("client came");
    assert_eq!(program.stderr(), "a client came\n");
}

#[test]
fn what_it_never_tells_fails_as_soon_as_it_has_ended() {
    let program = listening("echo only this >&2");
    let failure = failure_of(|| program.wait_until_logged("something else"));
    assert!(failure.ends_with("never logged `something else`, only:\nonly this\n"), "{failure}");
}

#[test]
fn more_output_than_a_pipe_holds_does_not_stall_it() {
    let mut program = listening("head -c 200000 /dev/zero; head -c 200000 /dev/zero >&2; exit 3");
    assert_eq!(program.wait().code(), Some(3));
    assert_eq!(program.stderr().len(), 200_000);
    assert_eq!(program.stdout().len(), "listening on 127.0.0.1:1\n".len() + 200_000);
}

#[test]
fn it_is_told_of_an_interrupt_and_of_a_termination() {
    let mut program = listening(
        "trap 'echo interrupted >&2' INT; trap 'exit 7' TERM; echo ready >&2; \
         n=0; while [ $n -lt 6000 ]; do n=$((n+1)); sleep 0.01; done",
    );
    program.wait_until_logged("ready");
    program.interrupt();
    program.wait_until_logged("interrupted");
    assert!(program.is_running());
    program.terminate();
    assert_eq!(program.wait().code(), Some(7));
    assert!(!program.is_running());
}

#[test]
fn a_program_that_does_not_end_in_time_fails_the_wait() {
    let mut program = listening("exec sleep 60");
    let failure = failure_of(|| program.wait_within(Duration::ZERO));
    assert!(failure.contains("still runs after 0ns"), "{failure}");
}

#[test]
fn a_dropped_program_is_gone() {
    let program = listening("exec sleep 60");
    let process = program.pid();
    // A process that runs does not notice it.
    assert!(Signal::Continue.send(process).is_ok());
    drop(program);
    assert!(Signal::Continue.send(process).is_err());
}

#[test]
#[cfg(target_os = "linux")]
fn its_figures_are_its_own() {
    // Whoever runs the tests may hand these two on.
    let idle = listening("exec 8<&- 9<&-; exec sleep 60");
    let program = listening(
        "exec 8</dev/null 9</dev/null; echo ready >&2; n=0; while [ $n -lt 1000000 ]; do n=$((n+1)); done; exec sleep 60",
    );
    program.wait_until_logged("ready");
    // Compared, because cargo hands some descriptors of its own to everything it runs.
    eventually("it holds two more", || program.usage().descriptors == idle.usage().descriptors + 2);
    let usage = program.usage();
    assert!(usage.threads == 1 && (100_000..100_000_000).contains(&usage.memory), "{usage}");
    eventually("the loop has used the processor", || !program.cpu_time().unwrap().is_zero());
}

#[test]
fn a_program_ends_when_it_is_interrupted_even_where_the_tests_ignore_that() {
    // A shell that ignores a signal when it starts cannot change that.
    let mut server = listening("exec sleep 60");
    server.interrupt();
    assert!(!server.wait().success());
}
