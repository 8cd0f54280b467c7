//! A client of a target, and what a healthy one does.

use crate::{
    connection::Connection,
    counters::{Counter, Counters},
    requests::Requests,
    state::{ClientError, Run},
    target::Target,
};
use fastrand::Rng;

/// The most requests that are sent before their replies are read. With their replies they fit into the buffers of any
/// system, so that client and server never wait for each other.
const PIPELINED: usize = 150;

/// A client, healthy or faulty.
pub(crate) struct Client<'a> {
    pub(crate) run: &'a Run,
    pub(crate) target: &'a Target,
    pub(crate) counters: &'a Counters,
    pub(crate) rng: Rng,
    pub(crate) requests: Requests,
}

impl<'a> Client<'a> {
    /// A connection on which each reply is checked.
    pub(crate) fn connect(&self) -> Result<Connection<'a>, ClientError> {
        Connection::open(self.run, self.target, self.counters)
    }
}

/// A healthy session: requests, one by one or many at once, with each reply checked.
pub(crate) fn run_session(client: &mut Client<'_>) -> Result<(), ClientError> {
    let mut connection = client.connect()?;
    for _ in 0..client.rng.usize(1..60) {
        let count = if client.rng.bool() { 1 } else { client.rng.usize(2..=PIPELINED) };
        let requests = (0..count).map(|_| client.requests.next(&mut client.rng)).collect();
        let pieces = client.rng.usize(1..4);
        connection.send(requests, pieces, &mut client.rng)?;
        connection.receive()?;
    }
    if client.rng.bool() {
        connection.finish()?;
    }
    client.counters.add(Counter::Sessions, 1);
    Ok(())
}
