//! Ends the process groups that would be left running when this process is killed.
//!
//! A signal that cannot be caught leaves us no time for it. So a shell waits at a pipe, which ends with us, and knows which
//! process groups run.

use super::detach_from_terminal;
use crate::lock;
use std::{
    collections::BTreeSet,
    io::Write as _,
    process::{ChildStdin, Command, Stdio},
    sync::Mutex,
};

/// Reads the groups that run, again and again, and ends the last ones that were named.
const SCRIPT: &str =
    "while read -r line; do groups=$line; done; for group in $groups; do kill -s KILL -- \"-$group\"; done";

/// The groups of this process, and its shell.
static WATCHED: Mutex<Watched> = Mutex::new(Watched { groups: BTreeSet::new(), shell: Shell::NotStarted });

struct Watched {
    groups: BTreeSet<u32>,
    shell: Shell,
}

enum Shell {
    NotStarted,
    Waiting(ChildStdin),
    /// There is none: that is no reason not to work.
    Missing,
}

/// A group runs.
pub(super) fn add(group: u32) {
    change(|groups| groups.insert(group));
}

/// It has ended, or is not ours any more.
pub(super) fn remove(group: u32) {
    change(|groups| groups.remove(&group));
}

fn change(change: impl FnOnce(&mut BTreeSet<u32>) -> bool) {
    let mut watched = lock(&WATCHED);
    change(&mut watched.groups);
    let line = watched.groups.iter().map(u32::to_string).collect::<Vec<_>>().join(" ") + "\n";
    if let Shell::NotStarted = watched.shell {
        watched.shell = start().map_or(Shell::Missing, Shell::Waiting);
    }
    if let Shell::Waiting(shell) = &mut watched.shell
        && shell.write_all(line.as_bytes()).is_err()
    {
        watched.shell = Shell::Missing;
    }
}

fn start() -> Option<ChildStdin> {
    let mut shell = Command::new("sh");
    detach_from_terminal(shell.args(["-c", SCRIPT]).current_dir("/"));
    shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    shell.spawn().ok()?.stdin
}
