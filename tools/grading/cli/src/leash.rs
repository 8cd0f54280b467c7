//! Programs that must not outlive the work they were started for, and end together.
//!
//! Each leads a process group of its own, so that it can be ended with all it has started. Ctrl+C at the terminal does
//! not reach such a group: whoever holds the leash hands it on. On Unix, they also end when we are killed.

#[cfg(unix)]
use crate::keeper;
#[cfg(unix)]
use nix::{
    sys::signal::{Signal, killpg},
    unistd::Pid,
};
use std::{
    io,
    process::{Child, Command},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Holds the programs of one piece of work.
#[derive(Debug, Clone, Default)]
pub struct Leash(Arc<Mutex<Held>>);

#[derive(Debug, Default)]
struct Held {
    groups: Vec<u32>,
    ended: bool,
}

impl Leash {
    /// Starts a program as the leader of a group.
    ///
    /// # Errors
    ///
    /// When the system does not start it, or the leash has ended.
    pub fn start(&self, command: &mut Command) -> io::Result<(Child, Running)> {
        lead(command);
        let mut held = self.held();
        if held.ended {
            return Err(io::Error::other("the work was stopped"));
        }
        let child = command.spawn()?;
        held.groups.push(child.id());
        #[cfg(unix)]
        keeper::add(child.id());
        let running = Running { group: child.id(), leash: self.clone() };
        Ok((child, running))
    }

    /// Ends all that runs, with all that it has started. From here on nothing is started.
    pub fn end(&self) {
        self.end_and(|| ());
    }

    /// The same; what follows is done before anybody who waited for these programs can go on.
    pub(crate) fn end_and<T>(&self, then: impl FnOnce() -> T) -> T {
        let mut held = self.held();
        held.ended = true;
        held.groups.iter().copied().for_each(kill);
        then()
    }

    /// Whether it has.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.held().ended
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A program that runs, and all that it starts.
#[derive(Debug)]
pub struct Running {
    group: u32,
    leash: Leash,
}

impl Running {
    /// Presses Ctrl+C, where that can be done for somebody else; where it cannot (Windows), the program is ended.
    pub fn interrupt(&self) {
        interrupt(self.group);
    }

    /// Ends what is left of it.
    pub fn end(self, still_runs: bool) {
        // Where there are no groups, one that has ended cannot be asked for what it started.
        if cfg!(unix) || still_runs {
            kill(self.group);
        }
        self.let_go();
    }

    /// It has ended, and what it may have left running is not ours.
    pub fn let_go(self) {
        self.leash.held().groups.retain(|group| *group != self.group);
        #[cfg(unix)]
        keeper::remove(self.group);
    }
}

#[cfg(unix)]
fn lead(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn lead(_: &mut Command) {}

/// Ends a group.
#[cfg(unix)]
fn kill(group: u32) {
    send(group, Signal::SIGKILL);
}

/// What a terminal sends to the group in front.
#[cfg(unix)]
fn interrupt(group: u32) {
    send(group, Signal::SIGINT);
}

/// That there is nobody left in the group is no news.
#[cfg(unix)]
fn send(group: u32, signal: Signal) {
    let _ = killpg(Pid::from_raw(group.cast_signed()), signal);
}

#[cfg(not(unix))]
fn interrupt(program: u32) {
    kill(program);
}

/// Ends a program and those that it started, as far as the system knows them.
#[cfg(not(unix))]
fn kill(program: u32) {
    let _ = Command::new("taskkill").args(["/F", "/T", "/PID"]).arg(program.to_string()).output();
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program that ends when nobody holds the other end of its input.
    fn endless() -> Command {
        let mut command = Command::new(if cfg!(windows) { "more" } else { "cat" });
        command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::null());
        command
    }

    #[test]
    fn the_end_ends_all_that_runs_and_lets_nothing_start() {
        let leash = Leash::default();
        let (mut one, _) = leash.start(&mut endless()).unwrap();
        let (mut two, _) = leash.start(&mut endless()).unwrap();
        leash.end();
        assert!(!one.wait().unwrap().success() && !two.wait().unwrap().success());
        assert!(leash.has_ended() && leash.start(&mut endless()).is_err());
    }

    #[test]
    fn an_interrupted_program_ends_and_the_others_go_on() {
        #[cfg(unix)]
        testkit::default_in_children(testkit::Signal::Interrupt).unwrap();
        let leash = Leash::default();
        let (mut one, running) = leash.start(&mut endless()).unwrap();
        let (mut other, _) = leash.start(&mut endless()).unwrap();
        running.interrupt();
        assert!(!one.wait().unwrap().success());
        assert!(other.try_wait().unwrap().is_none() && !leash.has_ended());
        leash.end();
        other.wait().unwrap();
    }

    #[test]
    fn what_was_let_go_is_not_ended() {
        let leash = Leash::default();
        let (mut child, running) = leash.start(&mut endless()).unwrap();
        running.let_go();
        leash.end();
        drop(child.stdin.take());
        assert!(child.wait().unwrap().success());
    }
}
