//! Logging: whatever becomes of standard error, clients are served and the server stops.
#![cfg(unix)]

use crate::support::{PROGRAM, each_model, greedy};
use std::{
    process::Command,
    time::{Duration, Instant},
};
use testkit::{Peer, Program};

/// What a stop may take.
const FIVE_SECONDS: Duration = Duration::from_secs(5);

/// A server of this model whose standard error is full, as when its terminal is held or nobody reads its pipe.
#[track_caller]
fn stalled(model: &str) -> Program {
    let mut command = Command::new(PROGRAM);
    command.args(["127.0.0.1", "0", "--model", model]);
    Program::start_stalled(command)
}

#[track_caller]
fn ends_well(server: &mut Program, model: &str) {
    let start = Instant::now();
    assert_eq!(server.wait_within(FIVE_SECONDS).code(), Some(0), "{model}");
    assert!(start.elapsed() < FIVE_SECONDS, "{model}");
}

each_model!(a_blocked_standard_error_does_not_keep_newcomers_waiting, |model| {
    let server = stalled(model);
    for _ in 0..20 {
        assert_eq!(server.connect().ask("1+1"), "2", "{model}");
    }
});

each_model!(a_blocked_standard_error_does_not_freeze_those_inside_when_many_leave, |model| {
    let server = stalled(model);
    let mut stays = server.connect();
    assert_eq!(stays.ask("1+1"), "2", "{model}");
    // More than there are threads for the tasks of `async`, and fewer than there are workers.
    let mut others: Vec<Peer> = (0..50).map(|_| server.connect()).collect();
    assert!(others.iter_mut().all(|peer| peer.ask("1+1") == "2"), "{model}");
    drop(others);
    for _ in 0..20 {
        assert_eq!(stays.ask("2+2"), "4", "{model}");
        assert_eq!(server.connect().ask("3+3"), "6", "{model}");
    }
});

each_model!(a_blocked_standard_error_does_not_delay_the_shutdown, |model| {
    // Each waits until the log has been given up.
    let mut servers = [Program::interrupt, Program::terminate].map(|signal| {
        let server = stalled(model);
        let mut peer = server.connect();
        assert_eq!(peer.ask("1+1"), "2", "{model}");
        signal(&server);
        (server, peer)
    });
    for (server, peer) in &mut servers {
        ends_well(server, model);
        peer.expect_end();
    }
});

each_model!(
    a_blocked_standard_error_and_a_client_that_never_reads_do_not_delay_the_shutdown_together,
    |model| {
        let mut server = stalled(model);
        let _greedy = greedy(&server);
        server.terminate();
        ends_well(&mut server, model);
    }
);

each_model!(a_second_signal_ends_the_shutdown_at_once_although_standard_error_is_blocked, |model| {
    let mut server = stalled(model);
    // A client that never reads keeps the first signal from ending it soon.
    let _greedy = greedy(&server);
    server.terminate();
    testkit::eventually("newcomers are refused", || std::net::TcpStream::connect(server.address()).is_err());
    let start = Instant::now();
    server.interrupt();
    assert_eq!(server.wait().code(), Some(130), "{model}");
    assert!(start.elapsed() < concurrency::SHUTDOWN_TIMEOUT, "{model}");
});

each_model!(what_was_logged_is_written_when_standard_error_flows_again, |model| {
    let mut server = stalled(model);
    let mut peer = server.connect();
    assert_eq!(peer.ask("1+1"), "2", "{model}");
    let address = peer.local();
    drop(peer);
    server.read_stderr();
    server.wait_until_logged(&format!("{address} connected\n{address} disconnected; requests: 1\n"));
});

each_model!(what_was_logged_just_before_the_end_is_written, |model| {
    let mut server = crate::support::start(model, &[]);
    server.terminate();
    ends_well(&mut server, model);
    assert!(server.stderr().starts_with("shutting down"), "{model}: {}", server.stderr());
});

each_model!(without_a_standard_error_clients_are_served_and_the_server_stops, |model| {
    for redirection in ["2>&-", "2>/dev/full"] {
        let mut command = Command::new("sh");
        let script = format!("exec \"$0\" 127.0.0.1 0 --model {model} {redirection}");
        command.args(["-c", &script, PROGRAM]);
        serves_and_stops(Program::start_command(command), model);
    }
});

each_model!(when_the_reader_of_standard_error_goes_clients_are_served_and_the_server_stops, |model| {
    let mut server = stalled(model);
    server.close_stderr();
    serves_and_stops(server, model);
});

#[track_caller]
fn serves_and_stops(mut server: Program, model: &str) {
    assert_eq!(server.connect().ask("1+1"), "2", "{model}");
    assert_eq!(server.connect().ask("2+2"), "4", "{model}");
    server.terminate();
    ends_well(&mut server, model);
}
