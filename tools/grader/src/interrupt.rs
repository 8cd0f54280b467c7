//! Ctrl+C, and the programs that must not outlive us.
//!
//! An exercise leads a process group of its own, so that it can be ended with all it has started. Ctrl+C at the
//! terminal does not reach that group: we hand it on.

use anyhow::Context as _;
use std::{
    io, process,
    process::{Child, Command},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The exit code of a program that Ctrl+C has ended: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

static GROUPS: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Makes Ctrl+C end what runs, and then us.
pub(crate) fn handle() -> anyhow::Result<()> {
    let end = || {
        // Kept locked to the end: from here on nothing is started.
        let groups = groups();
        groups.iter().copied().for_each(kill);
        process::exit(INTERRUPTED)
    };
    ctrlc::set_handler(end).context("could not take care of Ctrl+C")
}

/// A program that runs, and all that it starts.
pub(crate) struct Running(u32);

impl Running {
    /// Starts it as the leader of a group.
    pub(crate) fn start(command: &mut Command) -> io::Result<(Child, Self)> {
        lead(command);
        let mut groups = groups();
        let child = command.spawn()?;
        groups.push(child.id());
        let running = Self(child.id());
        Ok((child, running))
    }

    /// Ends what is left of it.
    pub(crate) fn end(self, still_runs: bool) {
        // Where there are no groups, one that has ended cannot be asked for what it started.
        if cfg!(unix) || still_runs {
            kill(self.0);
        }
        groups().retain(|group| *group != self.0);
    }
}

fn groups() -> MutexGuard<'static, Vec<u32>> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(unix)]
fn lead(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn lead(_: &mut Command) {}

/// Ends a group. That there is nobody left in it is no news.
#[cfg(unix)]
fn kill(group: u32) {
    use nix::{
        sys::signal::{Signal, killpg},
        unistd::Pid,
    };
    let _ = killpg(Pid::from_raw(group.cast_signed()), Signal::SIGKILL);
}

/// Ends a program and those that it started, as far as the system knows them.
#[cfg(not(unix))]
fn kill(program: u32) {
    let _ = Command::new("taskkill").args(["/F", "/T", "/PID"]).arg(program.to_string()).output();
}
