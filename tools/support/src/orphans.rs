//! Ends the process groups that would be left running when this process is killed.
//!
//! A signal that cannot be caught leaves us no time for it. So a shell waits at a pipe, which ends with us, and knows which
//! process groups run.

use crate::{detach_from_terminal, lock};
use std::{
    collections::BTreeSet,
    io::Write as _,
    process::{ChildStdin, Command, Stdio},
    sync::{LazyLock, Mutex},
};

/// Reads the groups that run, again and again, and ends the last ones that were named.
const SCRIPT: &str =
    "while read -r line; do groups=$line; done; for group in $groups; do kill -s KILL -- \"-$group\"; done";

/// The groups of this process, and its shell.
static WATCHED: LazyLock<Mutex<Watched>> =
    LazyLock::new(|| Mutex::new(Watched { groups: BTreeSet::new(), shell: start() }));

struct Watched {
    groups: BTreeSet<u32>,
    /// The input of the shell. That there is none is no reason not to work.
    shell: Option<ChildStdin>,
}

/// Has the shell ready, so that as little time as possible is between the start of a program and its entry here.
pub(super) fn prepare() {
    LazyLock::force(&WATCHED);
}

/// A group runs, or has ended, or is not ours any more.
pub(super) fn change(change: impl FnOnce(&mut BTreeSet<u32>) -> bool) {
    let mut watched = lock(&WATCHED);
    change(&mut watched.groups);
    let line = watched.groups.iter().map(u32::to_string).collect::<Vec<_>>().join(" ") + "\n";
    if watched.shell.as_mut().is_some_and(|shell| shell.write_all(line.as_bytes()).is_err()) {
        watched.shell = None;
    }
}

fn start() -> Option<ChildStdin> {
    let mut shell = Command::new("sh");
    detach_from_terminal(shell.args(["-c", SCRIPT]).current_dir("/"));
    shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    shell.spawn().ok()?.stdin
}
