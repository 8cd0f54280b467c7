//! What is asked and when, and the reply that is right: known beforehand, and not calculated by anything of ours.

use super::arguments::{Arguments, Line};
use std::{
    ops::Range,
    time::{Duration, Instant},
};

/// Expressions of the kinds that people type, with replies worked out by hand; those of the last three are the digits that
/// Python's `repr` gives them as well.
const CALCULATIONS: [(&str, &str); 10] = [
    ("1+2", "3"),
    ("2+3*4", "14"),
    ("(1+2)*3-4/2", "7"),
    ("-2^2", "-4"),
    ("2^10", "1024"),
    ("10 / 4", "2.5"),
    ("-7 % 3", "-1"),
    ("0.1+0.2", "0.30000000000000004"),
    ("sqrt(2)", "1.4142135623730951"),
    ("1e16*2", "2e16"),
];

/// The requests, over and over, in such a way that any number of them in a row, up to the depth of the pipeline, is one piece
/// of memory and so one write.
pub(crate) struct Requests {
    bytes: Vec<u8>,
    /// Where each request begins, and last the end.
    starts: Vec<usize>,
    /// The right replies, with their LF.
    replies: Vec<Vec<u8>>,
}

impl Requests {
    pub(crate) fn of(arguments: &Arguments) -> Self {
        let depth = arguments.pipeline as usize;
        match (&arguments.ask, &arguments.expect) {
            (Some(Line(ask)), Some(Line(reply))) => Self::new(&[(ask, reply)], depth),
            _ => Self::new(&CALCULATIONS.map(|(ask, reply)| (ask.as_bytes(), reply.as_bytes())), depth),
        }
    }

    fn new<B: AsRef<[u8]>>(pairs: &[(B, B)], depth: usize) -> Self {
        let mut bytes = Vec::new();
        let mut starts = vec![0];
        for (ask, _) in pairs.iter().cycle().take(pairs.len() + depth) {
            bytes.extend(ask.as_ref());
            bytes.push(b'\n');
            starts.push(bytes.len());
        }
        let replies = pairs.iter().map(|(_, reply)| [reply.as_ref(), b"\n"].concat()).collect();
        Self { bytes, starts, replies }
    }

    /// Where in [`bytes`](Self::bytes) so many requests stand, from this one on.
    pub(crate) fn range(&self, first: u64, count: usize) -> Range<usize> {
        let first = self.index(first);
        self.starts[first]..self.starts[first + count]
    }

    pub(crate) fn bytes(&self, range: Range<usize>) -> &[u8] {
        &self.bytes[range]
    }

    /// The right reply to a request, with its LF.
    pub(crate) fn reply(&self, number: u64) -> &[u8] {
        &self.replies[self.index(number)]
    }

    /// The request itself, without its LF.
    pub(crate) fn request(&self, number: u64) -> &[u8] {
        let range = self.range(number, 1);
        &self.bytes[range.start..range.end - 1]
    }

    fn index(&self, number: u64) -> usize {
        usize::try_from(number % self.replies.len() as u64).unwrap_or_default()
    }
}

/// When requests are due in an open loop: number k of all k/rate seconds after the start, for client k modulo their number.
#[derive(Clone, Copy)]
pub(crate) struct Schedule {
    rate: f64,
    clients: u64,
    total: u64,
}

impl Schedule {
    pub(crate) fn new(rate: f64, clients: u32, time: Duration) -> Self {
        Self { rate, clients: u64::from(clients), total: whole((rate * time.as_secs_f64()).ceil()) }
    }

    /// How many requests are due after this time, all clients together.
    pub(crate) fn due(&self, elapsed: Duration) -> u64 {
        (whole(elapsed.as_secs_f64() * self.rate) + 1).min(self.total)
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

/// The whole part of a number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "none is negative, and Rust cuts what is too large"
)]
pub(crate) fn whole(number: f64) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_requests_in_a_row_as_the_pipeline_is_deep_are_one_piece_wherever_they_begin() {
        let requests = Requests::new(&[("a", "1"), ("bb", "2")], 3);
        for (first, expected) in [(0, "a\nbb\na\n"), (1, "bb\na\nbb\n"), (1 << 40, "a\nbb\na\n")] {
            assert_eq!(requests.bytes(requests.range(first, 3)), expected.as_bytes());
        }
        assert!(requests.bytes(requests.range(1, 0)).is_empty());
    }

    #[test]
    fn a_request_and_its_reply_have_the_same_number() {
        let requests = Requests::new(&[("a", "1"), ("bb", "2")], 1);
        assert_eq!((requests.request(7), requests.reply(7)), (&b"bb"[..], &b"2\n"[..]));
    }

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
