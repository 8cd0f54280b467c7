//! What is going on: one line on standard error, if somebody is looking at it.

use crate::{soak::Soak, tally::Count, team::Team};
use std::{
    io::{self, IsTerminal as _, Write as _},
    thread,
    time::Duration,
};

/// How often the line changes.
const BEAT: Duration = Duration::from_millis(250);

pub(crate) struct Progress {
    terminal: bool,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self { terminal: io::stderr().is_terminal() }
    }

    /// Shows how far it is, and waits a little.
    pub(crate) fn show(&mut self, soak: &Soak, teams: &[Team]) {
        if self.terminal {
            let sum = |count| teams.iter().map(|team| team.tally.get(count)).sum::<u64>();
            let faults = teams.iter().map(|team| team.tally.faults()).sum::<u64>();
            write(&format!(
                "\r{} of {} s, {} replies checked, {faults} faults, {} restarts\x1b[K",
                soak.elapsed().as_secs(),
                soak.time().as_secs(),
                sum(Count::Replies),
                sum(Count::Restarts),
            ));
        }
        thread::sleep(BEAT);
    }

    /// Makes room for the report.
    pub(crate) fn clear(&mut self) {
        if self.terminal {
            write("\r\x1b[K");
        }
    }
}

/// A progress line that cannot be shown is no reason to stop.
fn write(text: &str) {
    let mut terminal = io::stderr();
    let _ = terminal.write_all(text.as_bytes()).and_then(|()| terminal.flush());
}
