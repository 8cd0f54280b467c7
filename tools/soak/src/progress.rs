//! What is going on: one line on standard error, if somebody is looking at it.

use crate::{soak::Soak, tally::Count, team::Team};
use std::time::Duration;
use support::ProgressLine;

/// How often the line changes.
pub(crate) const BEAT: Duration = Duration::from_millis(250);

/// Shows how far it is.
pub(crate) fn show(line: &ProgressLine, soak: &Soak, teams: &[Team]) {
    let sum = |count| teams.iter().map(|team| team.tally.get(count)).sum::<u64>();
    let faults = teams.iter().map(|team| team.tally.faults()).sum::<u64>();
    line.show(format_args!(
        "{} of {} s, {} replies checked, {faults} faults, {} restarts",
        soak.elapsed().as_secs(),
        soak.time().as_secs(),
        sum(Count::Replies),
        sum(Count::Restarts),
    ));
}
