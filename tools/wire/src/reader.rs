//! Reads the arguments of the steps one by one, and says what is wrong with them.

use crate::values::{unescape, whole};
use std::{slice, time::Duration};

/// The names of all steps, for the message that one is unknown.
const NAMES: [&str; 11] =
    ["send", "drip", "flood", "pause", "receive", "ignore", "half-close", "close", "reset", "hold", "repeat"];

/// How long a pause is without a number.
///
/// The receiving system may delay an acknowledgement, and then what is sent after it: Linux for 40 ms, Windows for up
/// to 200 ms. After this time another send is sure to be a segment, and a read, of its own.
const PAUSE: Duration = Duration::from_millis(200);

/// The words that are left, and the step they belong to.
pub(crate) struct ArgumentReader<'a> {
    rest: slice::Iter<'a, String>,
    step: &'a str,
}

impl<'a> ArgumentReader<'a> {
    pub(crate) fn new(words: &'a [String]) -> Self {
        Self { rest: words.iter(), step: "" }
    }

    /// The word with which the next step begins.
    pub(crate) fn next_step(&mut self) -> Option<&'a str> {
        self.step = self.rest.next()?;
        Some(self.step)
    }

    /// What the step is to send.
    pub(crate) fn text(&mut self) -> Result<Vec<u8>, StepError> {
        self.required("a TEXT", |word| unescape(word).map_err(|error| error.to_string()))
    }

    /// What the step is to send over and over.
    pub(crate) fn filling(&mut self) -> Result<Vec<u8>, StepError> {
        let text = self.text()?;
        if text.is_empty() {
            return self.read("", |_| Err("an empty text never makes so many bytes".to_owned()));
        }
        Ok(text)
    }

    /// The milliseconds that a step may be given.
    pub(crate) fn pause(&mut self) -> Result<Duration, StepError> {
        let pause = self.optional(|word| whole(word, "a number of milliseconds"))?;
        Ok(pause.map_or(PAUSE, Duration::from_millis))
    }

    /// A word that the step cannot do without.
    pub(crate) fn required<T>(
        &mut self,
        what: &'static str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, StepError> {
        let Some(word) = self.rest.next() else {
            return Err(StepError::Missing { step: self.step.to_owned(), what });
        };
        self.read(word, read)
    }

    /// A number that the step may be given: the next word, if it begins like one.
    pub(crate) fn optional<T>(
        &mut self,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>, StepError> {
        let number = |word: &&String| word.starts_with(|letter: char| letter.is_ascii_digit());
        let Some(word) = self.rest.as_slice().first().filter(number) else { return Ok(None) };
        self.rest.next();
        self.read(word, read).map(Some)
    }

    /// The next word, if it is this one.
    pub(crate) fn skip(&mut self, word: &str) -> bool {
        let found = self.rest.as_slice().first().is_some_and(|next| next == word);
        if found {
            self.rest.next();
        }
        found
    }

    fn read<T>(&self, word: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<T, StepError> {
        let fault = |fault| StepError::Fault { step: self.step.to_owned(), word: word.to_owned(), fault };
        read(word).map_err(fault)
    }
}

/// What is wrong with the steps.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// No step has this name.
    #[error("`{0}` is not a step; the steps are {names}", names = NAMES.join(", "))]
    Unknown(String),

    /// An option among the steps.
    #[error("`{0}` is not a step; options such as --listen stand before HOST")]
    Option(String),

    /// A second `repeat`.
    #[error("`repeat` can be said once, for all the steps that follow")]
    Twice,

    /// The step needs another word.
    #[error("`{step}` needs {what}")]
    Missing {
        /// The step.
        step: String,
        /// What it needs.
        what: &'static str,
    },

    /// A word that does not mean anything to the step.
    #[error("`{step} {word}`: {fault}")]
    Fault {
        /// The step.
        step: String,
        /// The word.
        word: String,
        /// What is wrong with it.
        fault: String,
    },
}
