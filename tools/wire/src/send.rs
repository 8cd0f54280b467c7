//! Sending, as much as there is room for.

use crate::{
    connection::Connection,
    transcript::{Excerpt, Transcript},
    wait::Wait,
};
use socket_basics::reason;
use std::io::{self, ErrorKind, Write as _};
use support::group_digits;

/// About how much a flood hands to the system at once.
const BLOCK: usize = 64 * 1024;

/// What was sent and received meanwhile.
#[derive(Default)]
struct Traffic {
    sent: Excerpt,
    received: Excerpt,
}

/// How the sending ended.
enum Outcome {
    Done,
    Stuck,
    Failed(io::Error),
}

impl Connection {
    /// Sends the text over and over until `total` bytes are sent; whether they all are.
    pub(crate) fn send(
        &mut self,
        text: &[u8],
        total: u64,
        transcript: &mut Transcript<'_>,
    ) -> anyhow::Result<bool> {
        let mut traffic = Traffic::default();
        let outcome = self.push(text, total, &mut traffic, transcript)?;
        let sent = traffic.sent.count();
        if sent > 0 || total == 0 {
            transcript.sent(&traffic.sent)?;
        }
        if traffic.received.count() > 0 {
            transcript.received(&traffic.received)?;
        }
        self.report_unsent(&outcome, total - sent, transcript)?;
        Ok(matches!(outcome, Outcome::Done))
    }

    /// Shows why some bytes were not sent.
    fn report_unsent(
        &self,
        outcome: &Outcome,
        left: u64,
        transcript: &mut Transcript<'_>,
    ) -> anyhow::Result<()> {
        let left = format!("{} {}", group_digits(left), if left == 1 { "byte" } else { "bytes" });
        match outcome {
            Outcome::Done => Ok(()),
            Outcome::Stuck => {
                let seconds = self.timeout.as_secs_f64();
                transcript
                    .event(format_args!("stuck with {left} left: the peer took nothing for {seconds} s"))
            }
            Outcome::Failed(_) if self.half_closed => {
                transcript.event(format_args!("could not send {left}: already half-closed"))
            }
            Outcome::Failed(error) => {
                transcript.event(format_args!("could not send {left}: {}", reason(error)))
            }
        }
    }

    /// The sending itself.
    fn push(
        &mut self,
        text: &[u8],
        total: u64,
        traffic: &mut Traffic,
        transcript: &mut Transcript<'_>,
    ) -> anyhow::Result<Outcome> {
        let block = text.repeat(1 + BLOCK / text.len().max(1));
        let mut next = block.as_slice();
        let mut wait = Wait::new(self.timeout);
        while traffic.sent.count() < total {
            let left = usize::try_from(total - traffic.sent.count()).unwrap_or(usize::MAX);
            match self.stream.write(&next[..left.min(next.len())]) {
                Ok(0) => return Ok(Outcome::Failed(ErrorKind::WriteZero.into())),
                Ok(count) => {
                    traffic.sent.add(&next[..count]);
                    next = if count < next.len() { &next[count..] } else { &block };
                    wait = Wait::new(self.timeout);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() != ErrorKind::WouldBlock => return Ok(Outcome::Failed(error)),
                Err(_) if self.raise_limit_for(&mut traffic.received, transcript)? => {}
                Err(_) if wait.is_over() => return Ok(Outcome::Stuck),
                Err(_) => wait.pause(),
            }
        }
        Ok(Outcome::Done)
    }

    /// Reads what can be read, and counts it as received; whether that was anything.
    ///
    /// The peer may have to get rid of its replies before it takes more: if both programs only sent, they would wait
    /// for each other without end.
    fn raise_limit_for(
        &mut self,
        received: &mut Excerpt,
        transcript: &mut Transcript<'_>,
    ) -> anyhow::Result<bool> {
        self.unread.clear();
        let something = self.receive_into(received, transcript)?;
        self.unread.clear();
        Ok(something)
    }
}
