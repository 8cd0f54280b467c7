//! Somebody who stays when we are killed, and ends the programs that we have left running.
//!
//! A signal that cannot be caught leaves us no time to do it. So a shell waits at a pipe, which ends with us, and knows which
//! process groups run.

use std::{
    collections::BTreeSet,
    io::Write as _,
    os::unix::process::CommandExt as _,
    process::{ChildStdin, Command, Stdio},
    sync::{Mutex, PoisonError},
};

/// Reads the groups that run, again and again, and ends the last ones it has heard of.
const SCRIPT: &str =
    "while read -r line; do groups=$line; done; for group in $groups; do kill -s KILL -- \"-$group\"; done";

/// The one of this process.
static KEEPER: Mutex<Keeper> = Mutex::new(Keeper { groups: BTreeSet::new(), shell: Shell::NotYet });

struct Keeper {
    groups: BTreeSet<u32>,
    shell: Shell,
}

enum Shell {
    NotYet,
    Waits(ChildStdin),
    /// Without one, nobody stays: that is no reason not to work.
    Missing,
}

/// A group runs.
pub(crate) fn add(group: u32) {
    change(|groups| groups.insert(group));
}

/// It has ended, or is not ours any more.
pub(crate) fn remove(group: u32) {
    change(|groups| groups.remove(&group));
}

fn change(change: impl FnOnce(&mut BTreeSet<u32>) -> bool) {
    let mut keeper = KEEPER.lock().unwrap_or_else(PoisonError::into_inner);
    change(&mut keeper.groups);
    let line = keeper.groups.iter().map(u32::to_string).collect::<Vec<_>>().join(" ") + "\n";
    if let Shell::NotYet = keeper.shell {
        keeper.shell = start().map_or(Shell::Missing, Shell::Waits);
    }
    if let Shell::Waits(shell) = &mut keeper.shell
        && shell.write_all(line.as_bytes()).is_err()
    {
        keeper.shell = Shell::Missing;
    }
}

/// A shell in a group of its own, which Ctrl+C at our terminal does not reach.
fn start() -> Option<ChildStdin> {
    let mut shell = Command::new("sh");
    shell.args(["-c", SCRIPT]).current_dir("/").process_group(0);
    shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    shell.spawn().ok()?.stdin
}
