//! The limits: how many clients, for how long, with how many descriptors.

use crate::support::{each_model, greedy, start};
use calculator_client::{RetryPolicy, RetryingClient};
use calculator_server::Reply;
use socket_basics::Endpoint;
use std::{
    io::{ErrorKind, Read as _, Write as _},
    thread,
    time::{Duration, Instant},
};
use testkit::eventually;
#[cfg(target_os = "linux")]
use {
    crate::support::start_with_descriptors,
    testkit::{OpenFiles, Peer},
};

each_model!(one_client_too_many_is_told_to_try_again_later_and_closed, |model| {
    let server = start(model, &["--max-clients", "2"]);
    let mut inside = [server.connect(), server.connect()];
    assert!(inside.iter_mut().all(|peer| peer.ask("1+1") == "2"), "{model}");
    let mut outside = server.connect();
    // It asks before it can know; its request must not cost it the reason.
    outside.send("1+1\n");
    outside.expect("busy: the server is full, try again later");
    outside.expect_end();
    assert_eq!(inside[0].ask("2+2"), "4", "{model}");
});

each_model!(a_client_that_leaves_makes_room_for_another, |model| {
    let server = start(model, &["--max-clients", "1"]);
    let mut first = server.connect();
    assert_eq!(first.ask("1"), "1");
    drop(first);
    eventually("there is room again", || {
        let next = server.connect();
        // The line may find the connection closed already, if there was no room yet.
        let _ = next.stream().write_all(b"1+1\n");
        let mut reply = [0; 2];
        next.stream().read_exact(&mut reply).is_ok() && reply == *b"2\n"
    });
});

each_model!(a_client_that_tries_again_is_served_as_soon_as_there_is_room, |model| {
    let server = start(model, &["--max-clients", "1"]);
    let mut inside = server.connect();
    assert_eq!(inside.ask("1"), "1", "{model}");
    let endpoint = Endpoint { host: server.address().ip().to_string(), port: server.address().port() };
    thread::scope(|scope| {
        let waiting = scope.spawn(|| RetryingClient::connect(endpoint, RetryPolicy::default())?.ask("2+3*4"));
        server.wait_until_logged("rejected");
        drop(inside);
        assert_eq!(waiting.join().unwrap().unwrap(), Reply::Value(14.0), "{model}");
    });
});

each_model!(a_client_that_completes_no_line_is_closed_at_its_idle_timeout, |model| {
    let server = start(model, &["--idle-timeout", "0.2"]);
    let mut silent = server.connect();
    let mut begun = server.connect();
    begun.send("1+");
    silent.wait_closed();
    begun.wait_closed();
    server.wait_until_logged("timed out");
});

each_model!(dripping_bytes_does_not_extend_the_idle_timeout, |model| {
    let server = start(model, &["--idle-timeout", "0.3"]);
    let peer = server.connect();
    let start = Instant::now();
    peer.stream().set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    // A byte each time that nothing has come: dripping without a clock of its own.
    let closed = loop {
        assert!(start.elapsed() < testkit::DEADLINE, "{model} is still waiting for the line to end");
        match peer.stream().read(&mut [0; 16]) {
            Ok(0) => break true,
            Ok(_) => break false,
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break true,
            Err(_) => drop(peer.stream().write(b"1")),
        }
    };
    assert!(closed, "{model} replied to a line without an end");
});

each_model!(a_client_that_asks_within_the_idle_timeout_is_never_closed, |model| {
    let server = start(model, &["--idle-timeout", "3"]);
    let peer = server.connect();
    // Longer than the idle limit in all, but a fraction of it without a line: silence is a read that finds nothing.
    for _ in 0..4 {
        peer.stream().set_read_timeout(Some(Duration::from_millis(800))).unwrap();
        let waited = peer.stream().read(&mut [0; 16]).unwrap_err().kind();
        assert!(matches!(waited, ErrorKind::WouldBlock | ErrorKind::TimedOut), "{model}: {waited}");
        peer.stream().write_all(b"1+1\n").unwrap();
        peer.stream().set_read_timeout(Some(testkit::DEADLINE)).unwrap();
        assert_eq!(peer.stream().read(&mut [0; 16]).unwrap(), 2, "{model}");
    }
});

each_model!(a_client_under_backpressure_is_closed_at_its_idle_timeout, |model| {
    let server = start(model, &["--idle-timeout", "0.3"]);
    let mut greedy = greedy(&server);
    server.wait_until_logged(&format!("{} failed", greedy.local()));
    greedy.wait_closed();
});

#[cfg(target_os = "linux")]
each_model!(out_of_descriptors_the_server_waits_without_spinning_and_goes_on_when_some_are_free, |model| {
    let server = start_with_descriptors(40, model, &["--workers", "4"]);
    let files = OpenFiles::reserve(60);
    let mut peers: Vec<Peer> = (0..files.count()).map(|_| server.connect()).collect();
    server.wait_until_logged("could not accept a client");
    let before = server.cpu_time().unwrap();
    // For a second nobody says anything, and accept fails all the time.
    peers[0].stream().set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    assert!(peers[0].stream().read(&mut [0; 16]).is_err(), "{model} speaks unasked");
    let spent = server.cpu_time().unwrap().saturating_sub(before);
    assert!(spent < Duration::from_millis(300), "{model} spins: {spent:?} of a second");
    assert_eq!(server.stderr().matches("could not accept").count(), 1, "{model} floods its log");
    // Those inside are served as ever, and the last, which has waited in the accept queue all the time, when there is room.
    assert_eq!(peers[0].ask("1+1"), "2", "{model}");
    let mut last = peers.pop().unwrap();
    drop(peers);
    assert_eq!(last.ask("2+2"), "4", "{model}");
});

#[cfg(target_os = "linux")]
each_model!(a_low_soft_limit_of_open_files_is_raised, |model| {
    let server = crate::support::start_with_limit("-Sn 40", model, &["--workers", "60"]);
    let files = OpenFiles::reserve(60);
    let mut peers: Vec<Peer> = (0..files.count()).map(|_| server.connect()).collect();
    assert!(peers.iter_mut().all(|peer| peer.ask("1+1") == "2"), "{model}");
});

#[cfg(target_os = "linux")]
each_model!(rejected_clients_do_not_hold_the_last_descriptors, |model| {
    let server = start_with_descriptors(40, model, &["--workers", "4", "--max-clients", "2"]);
    let mut inside = [server.connect(), server.connect()];
    assert!(inside.iter_mut().all(|peer| peer.ask("1") == "1"), "{model}");
    // More of them than there are descriptors for, and they hang up without waiting.
    let files = OpenFiles::reserve(100);
    drop((0..files.count()).map(|_| server.connect()).collect::<Vec<_>>());
    let mut newcomer = server.connect();
    newcomer.expect("busy: the server is full, try again later");
});

#[cfg(target_os = "linux")]
#[test]
fn ten_thousand_silent_clients_do_not_delay_another() {
    // Their other ends are in this process.
    let files = OpenFiles::reserve(10_000);
    for model in ["threads", "events", "async"] {
        let server = start(model, &[]);
        let idle: Vec<Peer> = (0..files.count()).map(|_| server.connect()).collect();
        assert_eq!(server.connect().ask("1+1"), "2", "{model}");
        // Orderly ends would leave as many entries in TIME_WAIT, through which each look at the system's table goes for a minute.
        idle.into_iter().for_each(Peer::reset);
    }
}
