//! The step `receive`.

use crate::{connection::Connection, script::Want, transcript::Transcript, wait::Wait};

impl Connection {
    /// Waits until the wanted bytes have been received, the stream has ended, or nothing was received for too long.
    pub(crate) fn receive(&mut self, mut want: Want, transcript: &mut Transcript<'_>) -> anyhow::Result<()> {
        self.ignoring = false;
        let had_ended = self.ended;
        let mut silence = Wait::new(self.timeout);
        let mut more = "";
        while !want.take_from(&mut self.unread, self.ended) {
            if had_ended {
                return transcript.event(format_args!("nothing more can come"));
            } else if self.ended {
                return Ok(());
            } else if self.poll(transcript)? {
                silence = Wait::new(self.timeout);
                more = "more ";
            } else if silence.is_over() {
                let seconds = self.timeout.as_secs_f64();
                return transcript.event(format_args!("nothing {more}came for {seconds} s"));
            } else {
                silence.pause();
            }
        }
        Ok(())
    }
}

impl Want {
    /// Takes the wanted bytes from what was received; whether they are complete.
    fn take_from(&mut self, unread: &mut Vec<u8>, ended: bool) -> bool {
        match self {
            Self::All => {
                unread.clear();
                ended
            }
            Self::Line => {
                let end = unread.iter().position(|byte| *byte == b'\n');
                unread.drain(..end.map_or(unread.len(), |end| end + 1));
                end.is_some()
            }
            Self::Bytes(left) => {
                let count = usize::try_from(*left).map_or(unread.len(), |left| left.min(unread.len()));
                unread.drain(..count);
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
    fn take_from(mut want: Want, pieces: [&str; 2], ended: bool) -> ([bool; 2], String) {
        let mut unread = Vec::new();
        let claimed = pieces.map(|piece| {
            unread.extend(piece.as_bytes());
            want.take_from(&mut unread, ended)
        });
        (claimed, String::from_utf8(unread).unwrap())
    }

    #[test]
    fn a_line_ends_with_its_newline_and_leaves_what_follows() {
        assert_eq!(take_from(Want::Line, ["1", "2\n3\n4"], false), ([false, true], "3\n4".into()));
        assert_eq!(take_from(Want::Line, ["1", "2"], true), ([false, false], String::new()));
    }

    #[test]
    fn bytes_are_counted_over_all_that_comes() {
        assert_eq!(take_from(Want::Bytes(5), ["12", "345"], false), ([false, true], String::new()));
        assert_eq!(take_from(Want::Bytes(5), ["12", "3456"], false), ([false, true], "6".into()));
        assert_eq!(take_from(Want::Bytes(5), ["12", "34"], true), ([false, false], String::new()));
    }

    #[test]
    fn everything_is_there_when_the_stream_has_ended() {
        assert_eq!(take_from(Want::All, ["1\n", "2"], false), ([false, false], String::new()));
        assert_eq!(take_from(Want::All, ["1\n", "2"], true), ([true, true], String::new()));
    }
}
