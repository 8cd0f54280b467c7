//! When the next request is due: when a reply has come (closed loop), at a time fixed beforehand (open loop), or once.

use super::arguments::Arguments;
use std::time::{Duration, Instant};

/// When clients send requests.
pub(crate) enum Pace {
    /// Each time a reply is received, until the time is over.
    Closed,
    /// At fixed times, dealt out to the clients in turn.
    Open(Schedule),
    /// Once.
    Once,
}

/// Request number k of all is due k/rate seconds after the start, and is for client k modulo their number.
#[derive(Clone, Copy)]
pub(crate) struct Schedule {
    rate: f64,
    clients: u64,
    total: u64,
}

impl Pace {
    pub(crate) fn of(arguments: &Arguments) -> Self {
        match arguments.rate {
            _ if arguments.once => Self::Once,
            Some(rate) => Self::Open(Schedule::new(rate, arguments.clients, arguments.seconds)),
            None => Self::Closed,
        }
    }
}

impl Schedule {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "neither is negative, and Rust cuts what is too large"
    )]
    fn new(rate: f64, clients: u32, time: Duration) -> Self {
        let total = (rate * time.as_secs_f64()).ceil() as u64;
        Self { rate, clients: u64::from(clients), total }
    }

    /// How many requests are due after this time, all clients together.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "neither is negative, and Rust cuts what is too large"
    )]
    pub(crate) fn due(&self, elapsed: Duration) -> u64 {
        ((elapsed.as_secs_f64() * self.rate) as u64 + 1).min(self.total)
    }

    /// How many of so many requests are for this client.
    pub(crate) fn share(&self, due: u64, client: u64) -> u64 {
        due.saturating_sub(client).div_ceil(self.clients)
    }

    /// Which client a request of all is for.
    pub(crate) fn client(&self, request: u64) -> usize {
        usize::try_from(request % self.clients).unwrap_or_default()
    }

    /// When a client's own request of this number is due.
    pub(crate) fn time(&self, start: Instant, client: u64, own: u64) -> Instant {
        start + self.after(own * self.clients + client)
    }

    /// When, after the start, a request of all is due; nothing if there is no such request.
    pub(crate) fn next(&self, request: u64) -> Option<Duration> {
        (request < self.total).then(|| self.after(request))
    }

    #[expect(clippy::cast_precision_loss, reason = "no run has so many requests")]
    fn after(&self, request: u64) -> Duration {
        Duration::try_from_secs_f64(request as f64 / self.rate).unwrap_or(Duration::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_due_at_fixed_times_and_dealt_out_in_turn() {
        let schedule = Schedule::new(10.0, 3, Duration::from_secs(1));
        let due = |millis| schedule.due(Duration::from_millis(millis));
        assert_eq!([0, 99, 101, 450, 5000].map(due), [1, 1, 2, 5, 10]);
        assert_eq!([0, 1, 2].map(|client| schedule.share(5, client)), [2, 2, 1]);
        assert_eq!([0, 1, 2].map(|client| schedule.share(0, client)), [0, 0, 0]);
        assert_eq!([3, 4, 5].map(|request| schedule.client(request)), [0, 1, 2]);
        let start = Instant::now();
        assert_eq!(schedule.time(start, 1, 2), start + Duration::from_millis(700));
        assert_eq!((schedule.next(9), schedule.next(10)), (Some(Duration::from_millis(900)), None));
    }
}
