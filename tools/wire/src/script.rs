//! A script: the steps of a command line, some of which may be repeated.

use crate::arguments::{seconds, size, whole};
use anyhow::{Context as _, anyhow, bail, ensure};
use std::{
    iter::{self, Peekable},
    num::NonZeroUsize,
    slice,
    time::Duration,
};
use support::unescape;

/// The names of all steps, for the message that one is unknown.
const NAMES: [&str; 11] =
    ["send", "drip", "flood", "pause", "receive", "ignore", "half-close", "close", "reset", "hold", "repeat"];

/// How long a pause is without a number.
///
/// The receiving system may delay an acknowledgement, and then what is sent after it: Linux for 40 ms, Windows for up
/// to 200 ms. After this time another send is sure to be a segment, and a read, of its own.
const PAUSE: Duration = Duration::from_millis(200);

/// The steps to do.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Script {
    once: Vec<Step>,
    repeated: Vec<Step>,
    times: usize,
}

impl Script {
    /// Reads the words of a command line.
    ///
    /// # Errors
    ///
    /// For a word that is no step, or does not fit the step it stands after.
    pub fn parse(words: &[String]) -> anyhow::Result<Self> {
        let mut words = Words { rest: words.iter().peekable(), step: "" };
        let mut script = Self::default();
        while let Some(name) = words.rest.next() {
            words.step = name;
            match name.as_str() {
                "repeat" if script.times == 0 => script.times = words.required("a number of times", times)?,
                "repeat" => bail!("`repeat` can be said once, for all the steps that follow"),
                _ if script.times == 0 => script.once.push(words.step()?),
                _ => script.repeated.push(words.step()?),
            }
        }
        let is_complete = script.times == 0 || !script.repeated.is_empty();
        ensure!(is_complete, "`repeat` needs steps after its number");
        Ok(script)
    }

    /// The steps in the order in which they are played.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.once.iter().chain(iter::repeat_n(&self.repeated, self.times).flatten())
    }
}

fn times(word: &str) -> Result<usize, String> {
    whole(word, "a number of times, 1 or more").map(NonZeroUsize::get)
}

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Send the text.
    Send(Vec<u8>),
    /// Send the text a byte at a time, with a pause between two.
    Drip(Vec<u8>, Duration),
    /// Send the text over and over, until this many bytes are sent.
    Flood(u64, Vec<u8>),
    /// Let time pass and show what is received.
    Pause(Duration),
    /// Wait until something is received.
    Receive(Want),
    /// Do not read.
    Ignore,
    /// Shut down the sending side.
    HalfClose,
    /// Close the connection.
    Close,
    /// Reset the connection.
    Reset,
    /// Open this many connections and keep them, for a time or until Ctrl+C.
    Hold(Option<usize>, Option<Duration>),
}

/// What to wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// The end of a line.
    Line,
    /// This many bytes.
    Bytes(u64),
    /// The end of the stream.
    All,
}

/// The words that are left, and the step they belong to.
struct Words<'a> {
    rest: Peekable<slice::Iter<'a, String>>,
    step: &'a str,
}

impl Words<'_> {
    /// The step, with the words that belong to it.
    fn step(&mut self) -> anyhow::Result<Step> {
        Ok(match self.step {
            "send" => Step::Send(self.text()?),
            "drip" => Step::Drip(self.text()?, self.pause()?),
            "flood" => Step::Flood(self.required("a number of BYTES and a TEXT", size)?, self.filling()?),
            "pause" => Step::Pause(self.pause()?),
            "receive" => Step::Receive(match self.optional(size)? {
                Some(count) => Want::Bytes(count),
                None if self.rest.next_if(|word| *word == "all").is_some() => Want::All,
                None => Want::Line,
            }),
            "ignore" => Step::Ignore,
            "half-close" => Step::HalfClose,
            "close" => Step::Close,
            "reset" => Step::Reset,
            "hold" => {
                let count = self.optional(|word| whole(word, "a number of connections"))?;
                Step::Hold(count, self.optional(seconds)?)
            }
            option if option.starts_with("--") => {
                bail!("`{option}` is not a step; options such as --listen stand before HOST")
            }
            unknown => bail!("`{unknown}` is not a step; the steps are {}", NAMES.join(", ")),
        })
    }

    /// What the step is to send.
    fn text(&mut self) -> anyhow::Result<Vec<u8>> {
        self.required("a TEXT", unescape)
    }

    /// What the step is to send over and over.
    fn filling(&mut self) -> anyhow::Result<Vec<u8>> {
        let text = self.text()?;
        ensure!(!text.is_empty(), "`{} `: an empty text never makes so many bytes", self.step);
        Ok(text)
    }

    /// The milliseconds that a step may be given.
    fn pause(&mut self) -> anyhow::Result<Duration> {
        let pause = self.optional(|word| whole(word, "a number of milliseconds"))?;
        Ok(pause.map_or(PAUSE, Duration::from_millis))
    }

    /// A word that the step cannot do without.
    fn required<T>(&mut self, what: &str, read: impl Fn(&str) -> Result<T, String>) -> anyhow::Result<T> {
        let word = self.rest.next().with_context(|| format!("`{}` needs {what}", self.step))?;
        self.read(word, read)
    }

    /// A number that the step may be given: the next word, if it begins like one.
    fn optional<T>(&mut self, read: impl Fn(&str) -> Result<T, String>) -> anyhow::Result<Option<T>> {
        let number = self.rest.next_if(|word| word.starts_with(|letter: char| letter.is_ascii_digit()));
        number.map(|word| self.read(word, read)).transpose()
    }

    fn read<T>(&self, word: &str, read: impl Fn(&str) -> Result<T, String>) -> anyhow::Result<T> {
        read(word).map_err(|fault| anyhow!("`{} {word}`: {fault}", self.step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::{Arguments, STEPS};
    use clap::Parser as _;

    fn parse(line: &str) -> anyhow::Result<Script> {
        Script::parse(&line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    /// The steps of a line.
    fn steps(line: &str) -> Vec<Step> {
        parse(line).unwrap().steps().cloned().collect()
    }

    #[test]
    fn each_step_is_read_with_its_words() {
        let second = Duration::from_secs(1);
        for (line, step) in [
            (r"send 1+2\n", Step::Send(b"1+2\n".to_vec())),
            ("send -1", Step::Send(b"-1".to_vec())),
            ("send send", Step::Send(b"send".to_vec())),
            ("drip ab", Step::Drip(b"ab".to_vec(), second / 5)),
            ("drip ab 1000", Step::Drip(b"ab".to_vec(), second)),
            ("flood 2K x", Step::Flood(2048, b"x".to_vec())),
            ("pause", Step::Pause(second / 5)),
            ("pause 1000", Step::Pause(second)),
            ("receive", Step::Receive(Want::Line)),
            ("receive 3", Step::Receive(Want::Bytes(3))),
            ("receive all", Step::Receive(Want::All)),
            ("ignore", Step::Ignore),
            ("half-close", Step::HalfClose),
            ("close", Step::Close),
            ("reset", Step::Reset),
            ("hold", Step::Hold(None, None)),
            ("hold 9", Step::Hold(Some(9), None)),
            ("hold 9 0.5", Step::Hold(Some(9), Some(second / 2))),
        ] {
            assert_eq!(steps(line), [step], "{line}");
        }
    }

    #[test]
    fn steps_follow_one_another() {
        let texts = steps("pause receive all close");
        assert_eq!(texts, [steps("pause"), steps("receive all"), steps("close")].concat());
    }

    #[test]
    fn what_follows_repeat_is_done_so_many_times() {
        assert_eq!(steps("ignore repeat 2 send a close"), steps("ignore send a close send a close"));
    }

    #[test]
    fn a_wrong_step_is_named_with_what_is_wrong() {
        for (line, message) in [
            (
                "sned",
                "`sned` is not a step; the steps are send, drip, flood, pause, receive, ignore, half-close, close, \
                 reset, hold, repeat",
            ),
            ("close --listen", "`--listen` is not a step; options such as --listen stand before HOST"),
            ("send", "`send` needs a TEXT"),
            ("flood", "`flood` needs a number of BYTES and a TEXT"),
            ("flood 9", "`flood` needs a TEXT"),
            ("flood x 9", "`flood x`: `x` is not a number of bytes such as 512, 400K or 64M"),
            ("flood 9 ", "`flood `: an empty text never makes so many bytes"),
            ("pause 5s", "`pause 5s`: `5s` is not a number of milliseconds"),
            ("hold 1.5", "`hold 1.5`: `1.5` is not a number of connections"),
            (
                "hold 1 0",
                "`hold 0`: `0` is not a number of seconds above 0, such as 5 or 0.5, and at most a day",
            ),
            ("repeat", "`repeat` needs a number of times"),
            ("repeat 0 close", "`repeat 0`: `0` is not a number of times, 1 or more"),
            ("repeat 2", "`repeat` needs steps after its number"),
            ("repeat 2 repeat 2", "`repeat` can be said once, for all the steps that follow"),
        ] {
            assert_eq!(parse(line).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn a_wrong_escape_is_named_with_its_step() {
        let message = parse(r"send 1\q").unwrap_err().to_string();
        assert!(message.starts_with(r"`send 1\q`: `\q` stands for no byte"), "{message}");
    }

    #[test]
    fn every_example_of_the_help_is_a_script() {
        let examples: Vec<_> = STEPS.lines().filter(|line| line.starts_with("    wire ")).collect();
        assert_eq!(examples.len(), 5);
        for example in examples {
            let words = example.split_whitespace().map(|word| word.trim_matches('"'));
            let arguments = Arguments::try_parse_from(words).unwrap();
            assert!(Script::parse(&arguments.steps).unwrap().steps().count() > 0, "{example}");
        }
    }
}
