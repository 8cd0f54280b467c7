//! What is recorded while a check runs, for its message: what passed between it and the learner's code, and what was seen.

use super::failure::Failure;
use std::{
    cell::RefCell,
    fmt,
    net::{Ipv6Addr, UdpSocket},
    sync::{Arc, Mutex},
    time::Instant,
};
use support::lock;

/// So many reads in a row that gave nothing are a loop without an end. Code that stops makes one, rarely two.
pub(crate) const ENDLESS: u64 = 2_000;

/// So many are one if the code does not come back either.
pub(crate) const SEVERAL: u64 = 3;

/// What explains a failure better than a check's own guess.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Observed {
    /// `read` was called with a buffer of length 0.
    pub(crate) empty_buffer: bool,
    /// How often `read` was called in a row after the end of the input.
    pub(crate) reads_after_end: u64,
    /// How often `read` was called in a row and failed.
    pub(crate) reads_after_error: u64,
    /// A child process did not come to its end.
    pub(crate) slow_child: bool,
    /// A write took so many bytes of so many, and the others were never offered again.
    pub(crate) short_write: Option<(usize, usize)>,
    /// A call was interrupted, and no other was made.
    pub(crate) gave_up_when_interrupted: bool,
}

/// The record of one check.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) transcript: Transcript,
    pub(crate) observed: Observed,
    /// Why an observer has ended the learner's code. What a check takes for the end of a connection may be just that.
    pub(crate) ended: Option<Failure>,
    /// What is being waited for.
    pub(crate) step: String,
    pub(crate) deadline: Instant,
}

impl Default for Record {
    fn default() -> Self {
        Self {
            transcript: Transcript::default(),
            observed: Observed::default(),
            ended: None,
            step: "waiting for your code to return".into(),
            deadline: Instant::now(),
        }
    }
}

thread_local! {
    static CURRENT: RefCell<Option<Arc<Mutex<Record>>>> = const { RefCell::new(None) };
}

/// The record of the check that runs on this thread, or one that nobody reads.
pub(crate) fn current() -> Arc<Mutex<Record>> {
    in_check().unwrap_or_default()
}

/// The record of the check that runs on this thread, if one does.
pub(crate) fn in_check() -> Option<Arc<Mutex<Record>>> {
    CURRENT.with_borrow(Option::clone)
}

/// From here on, this is the record of the check that runs on this thread.
pub(crate) fn enter(record: Arc<Mutex<Record>>) {
    CURRENT.set(Some(record));
}

/// Keeps for the message what was done: what the learner's code was called with, what it was sent.
///
/// A [`TestConnection`](super::TestConnection) keeps what passes by itself; this is for checks without one.
pub fn note(what: impl Into<String>) {
    lock(&current()).transcript.note(what);
}

/// Names what is waited for from here on, as a hang will tell it: `waiting for the third datagram`.
pub fn step(what: &str) {
    what.clone_into(&mut lock(&current()).step);
}

/// Whether this machine has IPv6. If not, it is said on standard error that only IPv4 is checked.
#[expect(clippy::print_stderr, reason = "only print's own family goes where the harness shows it")]
pub fn has_ipv6() -> bool {
    let has = UdpSocket::bind((Ipv6Addr::LOCALHOST, 0)).is_ok();
    if !has {
        eprintln!("This machine has no IPv6, so this is checked on IPv4 only.");
    }
    has
}

/// How many bytes of one step are shown.
const SHOWN: usize = 60;

/// How many steps are shown; of more, the last.
const LAST: usize = 12;

/// One step of a conversation.
#[derive(Debug)]
enum Step {
    Sent(Excerpt),
    Received(Excerpt),
    Note(String),
}

/// As much of some bytes as is shown, so that a flood is not kept.
#[derive(Debug, Default)]
struct Excerpt {
    start: Vec<u8>,
    length: usize,
}

impl Excerpt {
    fn add(&mut self, bytes: &[u8]) {
        let room = SHOWN - self.start.len();
        self.start.extend_from_slice(&bytes[..bytes.len().min(room)]);
        self.length += bytes.len();
    }

    fn of(bytes: &[u8]) -> Self {
        let mut excerpt = Self::default();
        excerpt.add(bytes);
        excerpt
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { start, length } = self;
        match length {
            ..=SHOWN => write!(formatter, "{}", start.escape_ascii()),
            _ => write!(formatter, "{}… ({length} bytes)", start.escape_ascii()),
        }
    }
}

/// A conversation, from the check's side.
#[derive(Debug, Default)]
pub(crate) struct Transcript(Vec<Step>);

impl Transcript {
    pub(crate) fn sent(&mut self, bytes: &[u8]) {
        self.0.push(Step::Sent(Excerpt::of(bytes)));
    }

    /// Bytes that come one after another are one step, however they were cut up on the way.
    pub(crate) fn received(&mut self, bytes: &[u8]) {
        match self.0.last_mut() {
            Some(Step::Received(before)) => before.add(bytes),
            _ => self.0.push(Step::Received(Excerpt::of(bytes))),
        }
    }

    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.0.push(Step::Note(note.into()));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Transcript {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = self.0.len().saturating_sub(LAST);
        if hidden > 0 {
            writeln!(formatter, "· {hidden} earlier steps")?;
        }
        for step in &self.0[hidden..] {
            match step {
                Step::Sent(bytes) => writeln!(formatter, "→ {bytes}")?,
                Step::Received(bytes) => writeln!(formatter, "← {bytes}")?,
                Step::Note(note) => writeln!(formatter, "· {note}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transcript_shows_each_step_with_its_direction_and_escapes() {
        let mut transcript = Transcript::default();
        transcript.sent(b"1+2\r\n");
        transcript.received(b"3");
        transcript.received(b"\n");
        transcript.note("end of input");
        assert_eq!(transcript.to_string(), "→ 1+2\\r\\n\n← 3\\n\n· end of input\n");
    }

    #[test]
    fn of_a_long_transcript_the_last_steps_are_shown() {
        let mut transcript = Transcript::default();
        for step in 0..20 {
            transcript.note(step.to_string());
        }
        let text = transcript.to_string();
        assert!(text.starts_with("· 8 earlier steps\n· 8\n") && text.ends_with("· 19\n"), "{text}");
    }

    #[test]
    fn of_many_bytes_the_first_are_shown_and_no_more_are_kept() {
        let mut transcript = Transcript::default();
        transcript.received(&[b'x'; SHOWN]);
        assert_eq!(transcript.to_string(), format!("← {}\n", "x".repeat(SHOWN)));
        transcript.received(b"y");
        assert_eq!(transcript.to_string(), format!("← {}… (61 bytes)\n", "x".repeat(SHOWN)));
        assert!(matches!(&transcript.0[..], [Step::Received(Excerpt { start, .. })] if start.len() == SHOWN));
    }
}
