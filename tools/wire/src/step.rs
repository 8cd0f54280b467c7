//! One step of a script.

use crate::{
    number::{seconds, size, whole},
    words::{StepError, Words},
};
use std::time::Duration;

/// The names of all steps, for the message that one is unknown.
pub(crate) const NAMES: [&str; 11] =
    ["send", "drip", "flood", "pause", "receive", "ignore", "half-close", "close", "reset", "hold", "repeat"];

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Send the text.
    Send(Vec<u8>),
    /// Send the text a byte at a time, with a pause between two.
    Drip(Vec<u8>, Duration),
    /// Send the text over and over, until so many bytes have gone.
    Flood(u64, Vec<u8>),
    /// Let time pass and show what comes.
    Pause(Duration),
    /// Wait until something has come.
    Receive(Want),
    /// Leave unread what comes.
    Ignore,
    /// Say that nothing more will be sent.
    HalfClose,
    /// End the connection.
    Close,
    /// Throw the connection away.
    Reset,
    /// Have so many connections open and keep them, for a time or until Ctrl+C.
    Hold(Option<usize>, Option<Duration>),
}

/// What to wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// The end of a line.
    Line,
    /// So many bytes.
    Bytes(u64),
    /// The end of the stream.
    All,
}

impl Step {
    /// The step with this name, and the words that belong to it.
    pub(crate) fn parse(name: &str, words: &mut Words<'_>) -> Result<Self, StepError> {
        Ok(match name {
            "send" => Self::Send(words.text()?),
            "drip" => Self::Drip(words.text()?, words.pause()?),
            "flood" => Self::Flood(words.required("a number of BYTES and a TEXT", size)?, words.filling()?),
            "pause" => Self::Pause(words.pause()?),
            "receive" => Self::Receive(Want::parse(words)?),
            "ignore" => Self::Ignore,
            "half-close" => Self::HalfClose,
            "close" => Self::Close,
            "reset" => Self::Reset,
            "hold" => {
                let count = words.optional(|word| whole(word, "a number of connections"))?;
                Self::Hold(count, words.optional(seconds)?)
            }
            option if option.starts_with("--") => return Err(StepError::Option(option.to_owned())),
            unknown => return Err(StepError::Unknown(unknown.to_owned())),
        })
    }
}

impl Want {
    fn parse(words: &mut Words<'_>) -> Result<Self, StepError> {
        Ok(match words.optional(size)? {
            Some(count) => Self::Bytes(count),
            None if words.skip("all") => Self::All,
            None => Self::Line,
        })
    }
}
