//! Graceful shutdown: Ctrl+C and SIGTERM end the server cleanly, whatever its clients do.
#![cfg(unix)]

use crate::support::{each_model, greedy, start};
use concurrency::SHUTDOWN_TIMEOUT;
use std::{
    io::{ErrorKind::ConnectionRefused, Read as _, Write as _},
    net::TcpStream,
    time::{Duration, Instant},
};
use testkit::{OpenFiles, Peer, Program, eventually};

/// What a stop may take.
const FIVE_SECONDS: Duration = Duration::from_secs(5);

/// The server must end by itself, with exit code 0, in time.
#[track_caller]
fn ends_well(server: &mut Program, model: &str) {
    let start = Instant::now();
    let status = server.wait_within(FIVE_SECONDS);
    assert_eq!(status.code(), Some(0), "{model}: {}", server.stderr());
    assert!(start.elapsed() < FIVE_SECONDS, "{model}");
}

each_model!(a_shutdown_without_clients_ends_the_server_at_once, |model| {
    for signal in [Program::interrupt, Program::terminate] {
        let mut server = start(model, &[]);
        signal(&server);
        let start = Instant::now();
        ends_well(&mut server, model);
        assert!(start.elapsed() < SHUTDOWN_TIMEOUT, "{model} waited for nobody");
    }
});

each_model!(silent_clients_do_not_delay_the_shutdown, |model| {
    let mut server = start(model, &["--workers", "2"]);
    // More than the pool has workers: some of them are still waiting for one.
    let mut peers: Vec<Peer> = (0..5).map(|_| server.connect()).collect();
    server.wait_until_logged(&format!("{} connected", peers[4].local()));
    server.terminate();
    let start = Instant::now();
    ends_well(&mut server, model);
    assert!(start.elapsed() < SHUTDOWN_TIMEOUT, "{model} waited for the silent");
    peers.iter_mut().for_each(Peer::wait_closed);
});

each_model!(lines_that_have_arrived_are_answered_at_shutdown, |model| {
    let mut server = start(model, &["--workers", "200"]);
    let files = OpenFiles::reserve(200);
    let mut peers: Vec<Peer> = (0..files.count()).map(|_| server.connect()).collect();
    assert!(peers.iter_mut().all(|peer| peer.ask("0") == "0"), "{model}");
    // Paused, the server cannot read. So the lines are certainly there, and unread, when the signal comes.
    server.pause();
    for peer in &mut peers {
        peer.send("1+1\n".repeat(100));
    }
    server.terminate();
    server.resume();
    for peer in &mut peers {
        assert_eq!(String::from_utf8(peer.rest()).unwrap(), "2\n".repeat(100), "{model}");
    }
    ends_well(&mut server, model);
});

each_model!(a_last_line_without_an_end_is_answered_at_shutdown, |model| {
    let mut server = start(model, &["--workers", "20"]);
    let files = OpenFiles::reserve(20);
    let mut peers: Vec<Peer> = (0..files.count()).map(|_| server.connect()).collect();
    assert!(peers.iter_mut().all(|peer| peer.ask("0") == "0"), "{model}");
    server.pause();
    for peer in &mut peers {
        peer.send("7*6").half_close();
    }
    server.terminate();
    server.resume();
    for peer in &mut peers {
        assert_eq!(String::from_utf8(peer.rest()).unwrap(), "42\n", "{model}");
    }
    ends_well(&mut server, model);
});

each_model!(an_incomplete_line_is_not_answered_at_shutdown, |model| {
    let mut server = start(model, &[]);
    let mut peer = server.connect();
    peer.send("1+1\n12");
    peer.expect("2");
    server.terminate();
    peer.expect_end();
    ends_well(&mut server, model);
});

each_model!(a_client_that_never_reads_does_not_delay_the_shutdown, |model| {
    let mut server = start(model, &[]);
    let _greedy = greedy(&server);
    server.terminate();
    ends_well(&mut server, model);
});

#[cfg(target_os = "linux")]
each_model!(the_server_does_not_spin_while_it_drains_a_client_that_does_not_read, |model| {
    let mut server = start(model, &[]);
    let greedy = greedy(&server);
    let before = server.cpu_time().unwrap();
    server.terminate();
    let mut after = before;
    eventually("the client is closed", || {
        after = server.cpu_time().unwrap_or(after);
        greedy.is_reset()
    });
    let spent = after.saturating_sub(before);
    assert!(spent < Duration::from_millis(150), "{model} spins: {spent:?} while it drains for a second");
    ends_well(&mut server, model);
});

each_model!(a_client_that_goes_on_asking_delays_the_shutdown_for_a_moment_and_loses_no_reply, |model| {
    let mut server = start(model, &[]);
    let mut busy = server.connect();
    assert_eq!(busy.ask("1"), "1");
    server.interrupt();
    let start = Instant::now();
    // It pipelines and reads, until the server ends the connection: in order, not with a reset.
    busy.stream().set_read_timeout(Some(testkit::DEADLINE)).unwrap();
    let mut replies = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        // A line that is sent after the end finds nobody, which is no news.
        let _ = busy.stream().write_all(b"1+1\n1+1\n1+1\n");
        match busy.stream().read(&mut buffer).unwrap() {
            0 => break,
            count => replies.extend_from_slice(&buffer[..count]),
        }
    }
    // How many get replies is a matter of timing; that each reply is whole is not.
    let whole = "2\n".repeat(replies.len() / 2);
    assert_eq!(replies, whole.as_bytes(), "{model} cut a reply");
    ends_well(&mut server, model);
    assert!(start.elapsed() < SHUTDOWN_TIMEOUT, "{model} was held");
});

each_model!(no_connection_is_accepted_after_the_shutdown_has_begun, |model| {
    let mut server = start(model, &[]);
    // A client that does not read keeps the server from ending at once.
    let _greedy = greedy(&server);
    server.terminate();
    server.wait_until_logged("shutting down");
    // A dropped first packet is sent again after a second (RFC 6298), when the server may have ended: the next try is sooner.
    let connect = || TcpStream::connect_timeout(&server.address(), Duration::from_millis(100));
    eventually("newcomers are refused", || connect().is_err_and(|error| error.kind() == ConnectionRefused));
    assert!(server.is_running(), "{model}");
    ends_well(&mut server, model);
});

each_model!(a_second_ctrl_c_ends_the_shutdown_at_once, |model| {
    let mut server = start(model, &[]);
    let _greedy = greedy(&server);
    server.interrupt();
    server.wait_until_logged("shutting down");
    let start = Instant::now();
    server.interrupt();
    assert_eq!(server.wait().code(), Some(130), "{model}");
    assert!(start.elapsed() < SHUTDOWN_TIMEOUT, "{model}");
});

#[cfg(target_os = "linux")]
each_model!(clients_that_wait_for_a_descriptor_are_answered_at_shutdown, |model| {
    let mut server = crate::support::start_with_descriptors(20, model, &["--workers", "4"]);
    let files = OpenFiles::reserve(30);
    let mut peers: Vec<Peer> = (0..files.count()).map(|_| server.connect()).collect();
    for peer in &mut peers {
        peer.send("6*7\n");
    }
    server.wait_until_logged("could not accept");
    server.terminate();
    // Each closes when it has its reply, and so frees a descriptor for another.
    for mut peer in peers {
        assert_eq!(String::from_utf8(peer.rest()).unwrap(), "42\n", "{model}");
    }
    ends_well(&mut server, model);
});
