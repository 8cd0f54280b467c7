//! The transcript: a line for everything that is sent, is received or happens, with its time.

use anyhow::Context as _;
use clap::builder::styling::{AnsiColor, Style};
use std::{
    cell::{OnceCell, RefCell},
    fmt::Display,
    io::Write,
    time::Instant,
};
use support::{Excerpt, escape, group_digits};

const TIME: Style = Style::new().dimmed();
const SENT: Style = AnsiColor::Green.on_default();
const RECEIVED: Style = AnsiColor::Cyan.on_default();
const EVENT: Style = AnsiColor::Yellow.on_default();

/// Where the lines go, and when the clock was started.
pub(crate) struct Transcript<'a> {
    out: RefCell<&'a mut dyn Write>,
    start: OnceCell<Instant>,
}

impl<'a> Transcript<'a> {
    /// Whether colours pass is decided by `out`.
    pub(crate) fn new(out: &'a mut dyn Write) -> Self {
        Self { out: RefCell::new(out), start: OnceCell::new() }
    }

    /// Starts the clock, unless it runs: with the first line, or here.
    pub(crate) fn start_clock(&self) {
        self.start.get_or_init(Instant::now);
    }

    /// Bytes that were handed to the system for sending.
    pub(crate) fn sent(&self, bytes: &Excerpt) -> anyhow::Result<()> {
        self.line(SENT, '→', shown(bytes))
    }

    /// Bytes that were received, if there are any.
    pub(crate) fn received(&self, bytes: &Excerpt) -> anyhow::Result<()> {
        if bytes.length > 0 { self.line(RECEIVED, '←', shown(bytes)) } else { Ok(()) }
    }

    /// Anything else that happened.
    pub(crate) fn event(&self, event: impl Display) -> anyhow::Result<()> {
        self.line(EVENT, '·', event)
    }

    fn line(&self, style: Style, mark: char, text: impl Display) -> anyhow::Result<()> {
        let seconds = self.start.get_or_init(Instant::now).elapsed().as_secs_f64();
        writeln!(self.out.borrow_mut(), "{TIME}{seconds:7.3} s{TIME:#} {style}{mark} {text}{style:#}")
            .context("could not write the transcript")
    }
}

/// The beginning of some bytes, and how many they are.
pub(crate) fn shown(bytes: &Excerpt) -> String {
    let start = escape(&bytes.start);
    if bytes.is_cut() { format!("{start}… ({} bytes)", group_digits(bytes.length)) } else { start }
}

/// The lines of a transcript without colours and times.
#[cfg(test)]
pub(crate) fn plain(out: &[u8]) -> Vec<String> {
    let text = anstream::adapter::strip_str(std::str::from_utf8(out).unwrap()).to_string();
    text.lines().filter_map(|line| Some(line.split_once(" s ")?.1.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_bytes_are_shown_whole_and_many_are_cut_and_counted() {
        let text = "x".repeat(60);
        assert_eq!(shown(&Excerpt::of(text.as_bytes())), text);

        let mut cut = Excerpt::of(b"1\n");
        for _ in 0..1000 {
            cut.add(text.as_bytes());
        }
        assert_eq!(shown(&cut), format!("1\\n{}… (60,002 bytes)", &text[2..]));
        assert_eq!(cut.length, 60_002);
    }
}
