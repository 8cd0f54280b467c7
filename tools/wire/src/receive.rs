//! Waiting for what comes.

use crate::{Want, connection::Connection, transcript::Transcript, wait::Wait};

impl Connection {
    /// Waits until what is wanted has come, the stream has ended, or nothing has come for too long.
    pub(crate) fn receive(
        &mut self,
        mut wanted: Want,
        transcript: &mut Transcript<'_>,
    ) -> anyhow::Result<()> {
        self.ignoring = false;
        let had_ended = self.ended;
        let mut wait = Wait::new(self.patience);
        let mut more = "";
        while !wanted.claim(&mut self.unclaimed, self.ended) {
            if had_ended {
                return transcript.event(format_args!("nothing more can come"));
            } else if self.ended {
                return Ok(());
            } else if self.look(transcript)? {
                wait = Wait::new(self.patience);
                more = "more ";
            } else if wait.is_over() {
                let seconds = self.patience.as_secs_f64();
                return transcript.event(format_args!("nothing {more}came for {seconds} s"));
            } else {
                wait.rest();
            }
        }
        Ok(())
    }
}

impl Want {
    /// Takes what is wanted from what has come; whether that was all of it.
    fn claim(&mut self, unclaimed: &mut Vec<u8>, ended: bool) -> bool {
        match self {
            Self::All => {
                unclaimed.clear();
                ended
            }
            Self::Line => {
                let end = unclaimed.iter().position(|byte| *byte == b'\n');
                unclaimed.drain(..end.map_or(unclaimed.len(), |end| end + 1));
                end.is_some()
            }
            Self::Bytes(left) => {
                let count = usize::try_from(*left).map_or(unclaimed.len(), |left| left.min(unclaimed.len()));
                unclaimed.drain(..count);
                *left -= count as u64;
                *left == 0
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the pieces, as they come one by one, are what is wanted; and what is left for the next `receive`.
    fn claim(mut want: Want, pieces: [&str; 2], ended: bool) -> ([bool; 2], String) {
        let mut unclaimed = Vec::new();
        let claimed = pieces.map(|piece| {
            unclaimed.extend(piece.as_bytes());
            want.claim(&mut unclaimed, ended)
        });
        (claimed, String::from_utf8(unclaimed).unwrap())
    }

    #[test]
    fn a_line_ends_with_its_newline_and_leaves_what_follows() {
        assert_eq!(claim(Want::Line, ["1", "2\n3\n4"], false), ([false, true], "3\n4".into()));
        assert_eq!(claim(Want::Line, ["1", "2"], true), ([false, false], String::new()));
    }

    #[test]
    fn bytes_are_counted_over_all_that_comes() {
        assert_eq!(claim(Want::Bytes(5), ["12", "345"], false), ([false, true], String::new()));
        assert_eq!(claim(Want::Bytes(5), ["12", "3456"], false), ([false, true], "6".into()));
        assert_eq!(claim(Want::Bytes(5), ["12", "34"], true), ([false, false], String::new()));
    }

    #[test]
    fn everything_is_there_when_the_stream_has_ended() {
        assert_eq!(claim(Want::All, ["1\n", "2"], false), ([false, false], String::new()));
        assert_eq!(claim(Want::All, ["1\n", "2"], true), ([true, true], String::new()));
    }
}
