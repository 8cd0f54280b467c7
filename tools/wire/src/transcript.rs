//! The transcript: a line for everything that goes, comes or happens, with its time.

use crate::excerpt::Excerpt;
use anyhow::Context as _;
use clap::builder::styling::{AnsiColor, Style};
use std::{fmt, io::Write, time::Instant};

const TIME: Style = Style::new().dimmed();
const SENT: Style = AnsiColor::Green.on_default();
const CAME: Style = AnsiColor::Cyan.on_default();
const EVENT: Style = AnsiColor::Yellow.on_default();

/// Where the lines go, and when the clock was started.
pub(crate) struct Transcript<'a> {
    out: &'a mut dyn Write,
    start: Option<Instant>,
}

impl<'a> Transcript<'a> {
    /// Whoever makes `out` decides whether colours get through to it.
    pub(crate) fn new(out: &'a mut dyn Write) -> Self {
        Self { out, start: None }
    }

    /// Starts the clock, unless it runs: with the first line, or here.
    pub(crate) fn start_clock(&mut self) {
        self.start.get_or_insert_with(Instant::now);
    }

    /// Bytes that were handed to the system for sending.
    pub(crate) fn sent(&mut self, bytes: &Excerpt) -> anyhow::Result<()> {
        self.line(SENT, '→', format_args!("{bytes}"))
    }

    /// Bytes that came.
    pub(crate) fn came(&mut self, bytes: &Excerpt) -> anyhow::Result<()> {
        self.line(CAME, '←', format_args!("{bytes}"))
    }

    /// Anything else that happened.
    pub(crate) fn event(&mut self, event: fmt::Arguments<'_>) -> anyhow::Result<()> {
        self.line(EVENT, '·', event)
    }

    fn line(&mut self, style: Style, mark: char, text: fmt::Arguments<'_>) -> anyhow::Result<()> {
        let seconds = self.start.get_or_insert_with(Instant::now).elapsed().as_secs_f64();
        writeln!(self.out, "{TIME}{seconds:7.3} s{TIME:#} {style}{mark} {text}{style:#}")
            .context("could not write the transcript")
    }
}

/// The lines of a transcript without colours and times.
#[cfg(test)]
pub(crate) fn plain(out: &[u8]) -> Vec<String> {
    let text = anstream::adapter::strip_str(std::str::from_utf8(out).unwrap()).to_string();
    text.lines().filter_map(|line| Some(line.split_once(" s ")?.1.to_owned())).collect()
}
