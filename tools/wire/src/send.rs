//! Sending, as much as there is room for.

use crate::connection::{Connection, Wait};
use socket_basics::reason;
use std::io::{self, ErrorKind, Write as _};
use support::{Excerpt, counted};

/// About how much a flood hands to the system at once.
const BLOCK: usize = 64 * 1024;

/// What was sent and received meanwhile.
#[derive(Default)]
struct Traffic {
    sent: Excerpt,
    received: Excerpt,
}

impl Connection<'_> {
    /// Sends the text over and over until `total` bytes are sent; whether they all are.
    pub(crate) fn send(&mut self, text: &[u8], total: u64) -> anyhow::Result<bool> {
        let mut traffic = Traffic::default();
        let failed = self.push(text, total, &mut traffic)?;
        let sent = traffic.sent.length;
        if sent > 0 || total == 0 {
            self.transcript.sent(&traffic.sent)?;
        }
        self.transcript.received(&traffic.received)?;
        if let Some(error) = &failed {
            self.transcript.event(self.describe(error, total - sent))?;
        }
        Ok(failed.is_none())
    }

    /// Why some bytes were not sent.
    fn describe(&self, error: &io::Error, left: u64) -> String {
        let left = counted(left, "byte", "bytes");
        if error.kind() == ErrorKind::WouldBlock {
            let seconds = self.timeout.as_secs_f64();
            return format!("stuck with {left} left: the peer took nothing for {seconds} s");
        }
        let why = if self.half_closed { "already half-closed".to_owned() } else { reason(error) };
        format!("could not send {left}: {why}")
    }

    /// The sending itself; why not all was sent, [`ErrorKind::WouldBlock`] if there was no room for too long.
    fn push(&mut self, text: &[u8], total: u64, traffic: &mut Traffic) -> anyhow::Result<Option<io::Error>> {
        let block = text.repeat(1 + BLOCK / text.len().max(1));
        let mut next = block.as_slice();
        let mut wait = Wait::new(self.timeout);
        while traffic.sent.length < total {
            let left = usize::try_from(total - traffic.sent.length).unwrap_or(usize::MAX);
            match self.stream.write(&next[..left.min(next.len())]) {
                Ok(0) => return Ok(Some(ErrorKind::WriteZero.into())),
                Ok(count) => {
                    traffic.sent.add(&next[..count]);
                    next = if count < next.len() { &next[count..] } else { &block };
                    wait = Wait::new(self.timeout);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() != ErrorKind::WouldBlock => return Ok(Some(error)),
                Err(_) if self.make_room(&mut traffic.received)? => {}
                Err(error) if wait.is_over() => return Ok(Some(error)),
                Err(_) => wait.pause(),
            }
        }
        Ok(None)
    }

    /// Reads what can be read, and counts it as received; whether that was anything.
    ///
    /// The peer may have to get rid of its replies before it takes more: if both programs only sent, they would wait
    /// for each other without end.
    fn make_room(&mut self, received: &mut Excerpt) -> anyhow::Result<bool> {
        self.unread.clear();
        let something = self.receive_into(received)?;
        self.unread.clear();
        Ok(something)
    }
}
