//! The two servers of a model: one runs all the time, the other is restarted again and again.

use crate::{
    client::{Client, Connection},
    run::{ClientError, ClientResult, POLL_INTERVAL},
    target::Target,
};
use std::{
    ops::Range,
    thread,
    time::{Duration, Instant},
};
use support::{ServerProcess, Signal};

/// How many milliseconds a server runs that is restarted.
const UPTIME: Range<u64> = 500..4000;

/// The number of the client that starts and stops servers; those of a load are smaller.
const OPERATOR: u64 = 999;

/// How many clients have unread requests when a server is stopped.
const CLIENTS: usize = 5;

/// How many each.
const REQUESTS: usize = 100;

/// Rounds of clients until the time is over; then a shutdown.
pub(crate) fn run_steady(target: &Target, mut server: ServerProcess) {
    // Before the first client.
    target.check_idle(&server);
    for round in (1..).take_while(|_| target.run.has_time()) {
        target.round(round, &mut server);
    }
    shut_down(target, &mut server);
}

/// One server after another, under clients that never leave.
pub(crate) fn run_restarted(target: &Target, mut server: ServerProcess) {
    let run = &target.run;
    let mut operator = target.client(0, OPERATOR);
    thread::scope(|scope| {
        target.start_clients(1, Instant::now() + run.arguments.time(), scope);
        loop {
            let end = Instant::now() + Duration::from_millis(operator.rng.u64(UPTIME));
            while run.has_time() && Instant::now() < end {
                thread::sleep(POLL_INTERVAL);
            }
            target.check_running(&mut server);
            if !run.has_time() || !succeeded(target, check_shutdown(&mut operator, &mut server)) {
                break;
            }
            match target.start_server() {
                Ok(next) => server = next,
                Err(error) => return target.violated(&format!("{error:#}")),
            }
            target.change_generation();
            target.counters.restarts.add(1);
        }
    });
    target.check_running(&mut server);
    shut_down(target, &mut server);
}

/// The last shutdown, unless the run was cancelled.
fn shut_down(target: &Target, server: &mut ServerProcess) {
    if !target.run.is_cancelled() {
        succeeded(target, check_shutdown(&mut target.client(0, OPERATOR), server));
    }
}

fn succeeded(target: &Target, outcome: ClientResult) -> bool {
    match outcome {
        Ok(()) => return true,
        Err(ClientError::Cancelled) => {}
        Err(ClientError::Violation(what)) => target.violated(&what),
        Err(other) => target.violated(&format!("at a shutdown a client was {other:?}")),
    }
    false
}

/// Pauses the server, sends requests, sends SIGTERM, and lets it continue: so the requests are certainly there, and unread,
/// when the signal arrives. Each must get its reply, and then the server must exit with code 0 and in time.
fn check_shutdown(client: &mut Client<'_>, server: &mut ServerProcess) -> ClientResult {
    let mut accepted = Vec::new();
    for _ in 0..CLIENTS {
        let mut connection = client.connect()?;
        // One reply says that it was accepted.
        exchange(client, &mut connection)?;
        accepted.push(connection);
    }
    let mut connections = Vec::new();
    for mut connection in accepted {
        // While the last one waited for a worker of the pool, the first one may have reached its idle timeout.
        let outcome = exchange(client, &mut connection);
        if unless_too_slow(client, outcome)? {
            connections.push(connection);
        }
    }
    server.signal(Signal::Stop)?;
    for connection in &mut connections {
        let requests = client.requests(REQUESTS);
        connection.send(requests, 1, &mut client.rng)?;
    }
    if let Some(connection) = connections.first_mut() {
        connection.send_last();
    }
    client.target.change_generation();
    let start = Instant::now();
    server.signal(Signal::Terminate)?;
    server.signal(Signal::Continue)?;
    for connection in connections {
        if unless_too_slow(client, connection.finish())? {
            client.target.counters.answered_after_sigterm.add(REQUESTS as u64);
        }
    }
    Ok(client.target.check_exit(server, start)?)
}

/// One request and its reply.
fn exchange<'a>(client: &mut Client<'a>, connection: &mut Connection<'a>) -> ClientResult {
    let request = client.requests(1);
    connection.send(request, 1, &mut client.rng)?;
    connection.receive()
}

/// Whether it succeeded; that we were too slow proves nothing.
fn unless_too_slow(client: &Client<'_>, outcome: ClientResult) -> ClientResult<bool> {
    if outcome == Err(ClientError::TooSlow) {
        client.target.counters.too_slow.add(1);
        return Ok(false);
    }
    outcome.map(|()| true)
}
