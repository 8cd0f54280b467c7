//! The traffic of a check, for a failure message: each step with its direction, bytes escaped, floods cut.

use std::fmt;

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
pub struct Excerpt {
    /// The first bytes, 60 at most.
    pub start: Vec<u8>,
    /// How many bytes there are in all.
    pub length: u64,
}

impl Excerpt {
    /// More bytes, after those before.
    pub fn add(&mut self, bytes: &[u8]) {
        let room = SHOWN - self.start.len();
        self.start.extend(bytes.iter().take(room));
        self.length += bytes.len() as u64;
    }

    /// These bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut excerpt = Self::default();
        excerpt.add(bytes);
        excerpt
    }

    /// Whether there are more bytes than are kept.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.length > self.start.len() as u64
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.start.escape_ascii())?;
        if self.is_cut() { write!(formatter, "… ({} bytes)", self.length) } else { Ok(()) }
    }
}

/// A conversation, from the check's side.
#[derive(Debug, Default)]
pub struct Transcript(Vec<Step>);

impl Transcript {
    /// Bytes that were sent.
    pub fn sent(&mut self, bytes: &[u8]) {
        self.0.push(Step::Sent(Excerpt::of(bytes)));
    }

    /// Bytes that come one after another are one step, however they were cut up on the way.
    pub fn received(&mut self, bytes: &[u8]) {
        match self.0.last_mut() {
            Some(Step::Received(before)) => before.add(bytes),
            _ => self.0.push(Step::Received(Excerpt::of(bytes))),
        }
    }

    /// Anything else that happened.
    pub fn note(&mut self, note: impl Into<String>) {
        self.0.push(Step::Note(note.into()));
    }

    /// Whether nothing has happened.
    #[must_use]
    pub fn is_empty(&self) -> bool {
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
