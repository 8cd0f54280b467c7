//! Healthy and faulty clients at one target, and what the server uses when they have left.

use crate::{
    client::{Client, run_session},
    faults,
    requests::Requests,
    run::{ClientError, POLL_INTERVAL},
    target::Target,
};
use fastrand::Rng;
use std::{
    ops::Range,
    thread::{self, Scope, ScopedJoinHandle},
    time::{Duration, Instant},
};
use support::{ServerProcess, Usage, lock, poll_until};

/// How many milliseconds a client waits between two connections: without a pause, the ports of this machine would run
/// out, each of which stays taken for a while after its connection has ended (`TIME_WAIT`).
const PAUSE: Range<u64> = 20..100;

impl Target {
    /// A client that does the same in each run with the same seed, as far as the server lets it.
    pub(crate) fn client(&self, round: u64, number: u64) -> Client<'_> {
        let seed = [self.number, round, number]
            .iter()
            .fold(self.run.seed, |seed, part| Rng::with_seed(seed.wrapping_add(*part)).u64(..));
        let requests = Requests::of(self.number * 1000 + number);
        Client { target: self, rng: Rng::with_seed(seed), requests }
    }

    /// Starts the clients, half of them healthy.
    pub(crate) fn start_clients<'scope>(
        &'scope self,
        round: u64,
        until: Instant,
        scope: &'scope Scope<'scope, '_>,
    ) -> Vec<ScopedJoinHandle<'scope, ()>> {
        let start =
            |number| scope.spawn(move || run_client(self.client(round, number), number % 2 == 0, until));
        (0..2 * self.run.arguments.clients).map(start).collect()
    }

    /// One round with a server that keeps running: clients, and when they have left, a look at what the server uses.
    pub(crate) fn round(&self, round: u64, server: &mut ServerProcess) {
        thread::scope(|scope| {
            let clients = self.start_clients(round, Instant::now() + self.run.round_length(), scope);
            while !clients.iter().all(ScopedJoinHandle::is_finished) {
                if let Some(usage) = Usage::of(server.pid()) {
                    lock(&self.levels).under_load(usage);
                }
                thread::sleep(POLL_INTERVAL);
            }
        });
        self.check_running(server);
        if !self.run.is_cancelled() {
            self.check_idle(server);
        }
    }

    /// All clients have left: what the server used for them it must have released.
    pub(crate) fn check_idle(&self, server: &ServerProcess) {
        let Some(mut usage) = Usage::of(server.pid()) else { return };
        let first = *lock(&self.levels).idle.first().unwrap_or(&usage);
        let timeout = self.run.arguments.timeout;
        let is_released = || {
            usage = Usage::of(server.pid()).unwrap_or(first);
            usage.descriptors <= first.descriptors && usage.threads <= first.threads
        };
        if !poll_until(timeout, is_released) {
            let (seconds, Usage { descriptors, threads, .. }) = (timeout.as_secs(), usage);
            return self.violated(&format!(
                "{seconds} seconds after all clients have left the server holds {descriptors} descriptors and {threads} threads; \
                 before they came it held {} and {}",
                first.descriptors, first.threads
            ));
        }
        let mut levels = lock(&self.levels);
        levels.idle.push(usage);
        if let Some(climb) = levels.climb() {
            self.violated(&climb);
        }
    }
}

/// One session or fault after another.
fn run_client(mut client: Client<'_>, healthy: bool, until: Instant) {
    let target = client.target;
    while target.run.has_time() && Instant::now() < until {
        let outcome = if healthy { run_session(&mut client) } else { faults::commit_any(&mut client) };
        match outcome {
            Ok(()) | Err(ClientError::ShuttingDown) => {}
            Err(ClientError::Rejected) => target.counters.rejected.add(1),
            Err(ClientError::TooSlow) => target.counters.too_slow.add(1),
            Err(ClientError::Cancelled) => return,
            Err(ClientError::Violation(what)) => return target.violated(&what),
        }
        thread::sleep(Duration::from_millis(client.rng.u64(PAUSE)));
    }
}
