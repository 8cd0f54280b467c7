//! Stopping a server with SIGTERM while requests that it has not read yet lie in its buffers.

use crate::{
    client::Client, connection::Connection, counters::Counter, requests::Request, server::Server,
    state::ClientError,
};
use std::time::Instant;
use support::Signal;

/// How many clients have unread requests.
const CLIENTS: usize = 5;

/// How many each.
const REQUESTS: usize = 100;

/// Pauses the server, sends requests, sends SIGTERM, and lets it continue: so the requests are certainly there, and unread,
/// when the signal arrives. Each must get its reply, and then the server must exit with code 0 and in time.
pub(crate) fn check_shutdown(client: &mut Client<'_>, server: &mut Server) -> Result<(), ClientError> {
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
    server.process.signal(Signal::Stop)?;
    for connection in &mut connections {
        let requests = (0..REQUESTS).map(|_| client.requests.next(&mut client.rng)).collect();
        connection.send(requests, 1, &mut client.rng)?;
    }
    if let Some(connection) = connections.first_mut() {
        connection.send_last(Request { line: b"6*7".into(), reply: "42".to_owned() });
    }
    client.target.change_generation();
    let start = Instant::now();
    server.process.signal(Signal::Terminate)?;
    server.process.signal(Signal::Continue)?;
    for connection in connections {
        if unless_too_slow(client, connection.finish())? {
            client.counters.add(Counter::AnsweredAfterSigterm, REQUESTS as u64);
        }
    }
    let took = server.wait(start).map_err(ClientError::Violation)?;
    client.counters.exited(took);
    Ok(())
}

/// One request and its reply.
fn exchange<'a>(client: &mut Client<'a>, connection: &mut Connection<'a>) -> Result<(), ClientError> {
    let request = client.requests.next(&mut client.rng);
    connection.send(vec![request], 1, &mut client.rng)?;
    connection.receive()
}

/// Whether it succeeded; that we were too slow proves nothing.
fn unless_too_slow(client: &Client<'_>, outcome: Result<(), ClientError>) -> Result<bool, ClientError> {
    if outcome == Err(ClientError::TooSlow) {
        client.counters.add(Counter::TooSlow, 1);
        return Ok(false);
    }
    outcome.map(|()| true)
}
