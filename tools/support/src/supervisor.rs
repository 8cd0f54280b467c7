//! Programs that must not outlive the work they were started for, and end together.
//!
//! Each leads a process group of its own, so that it can be ended with all that it has started. Ctrl+C at the terminal does
//! not reach such a group: the supervisor's owner hands it on. On Unix, the groups also end when we are killed.

use crate::{KillOnDrop, detach_from_terminal, lock, process::processes_of_group};
#[cfg(unix)]
use crate::{Signal, orphans};
use std::{
    io::{self, PipeReader},
    process::{Child, Command},
    sync::{Arc, Mutex},
};

/// Holds the programs of one piece of work.
#[derive(Debug, Clone, Default)]
pub struct ProcessSupervisor(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    groups: Vec<u32>,
    stopped: bool,
}

impl ProcessSupervisor {
    /// Starts a program as the leader of a process group.
    ///
    /// # Errors
    ///
    /// When the system does not start it, or the supervisor has been stopped.
    pub fn start(&self, command: &mut Command) -> io::Result<(Child, ProcessGroup)> {
        detach_from_terminal(command);
        let mut state = lock(&self.0);
        if state.stopped {
            return Err(io::Error::other("the work was stopped"));
        }
        #[cfg(unix)]
        orphans::prepare();
        let child = command.spawn()?;
        state.groups.push(child.id());
        #[cfg(unix)]
        orphans::change(|groups| groups.insert(child.id()));
        let group = ProcessGroup { leader: child.id(), supervisor: self.clone() };
        Ok((child, group))
    }

    /// The same for a program whose outputs both go into one pipe, as they go to one terminal.
    ///
    /// # Errors
    ///
    /// When there is no pipe left, too.
    pub fn start_with_one_output(
        &self,
        mut command: Command,
    ) -> io::Result<(KillOnDrop, ProcessGroup, PipeReader)> {
        let (reader, writer) = io::pipe()?;
        let (child, group) = self.start(command.stdout(writer.try_clone()?).stderr(writer))?;
        // The command goes with our copies of the pipe's other end: the reader waits for the last one to go.
        Ok((KillOnDrop(child), group, reader))
    }

    /// Kills all that runs, with all that it has started. From here on nothing is started.
    pub fn stop(&self) {
        self.stop_and(|| ());
    }

    /// The same; what follows is done before anybody who waited for these programs can go on.
    pub fn stop_and<T>(&self, then: impl FnOnce() -> T) -> T {
        let mut state = lock(&self.0);
        state.stopped = true;
        state.groups.iter().copied().for_each(kill);
        then()
    }

    /// Whether it was stopped.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        lock(&self.0).stopped
    }
}

/// A program that runs, and all that it starts. When this is dropped the program has ended, and what it may have left running is
/// not ours.
#[must_use = "a program whose group is dropped does not end with its supervisor"]
#[derive(Debug)]
pub struct ProcessGroup {
    leader: u32,
    supervisor: ProcessSupervisor,
}

impl ProcessGroup {
    /// Does what Ctrl+C at its terminal would; where nobody else can do that (Windows), the program is killed.
    pub fn interrupt(&self) {
        // That there is nobody left in the group is no failure.
        #[cfg(unix)]
        let _ = Signal::Interrupt.send_to_group(self.leader);
        #[cfg(not(unix))]
        kill(self.leader);
    }

    /// Whether something of it still runs: the program, or what it has started. Without groups (on Windows) nothing is known to.
    #[must_use]
    pub fn runs(&self) -> bool {
        if cfg!(target_os = "linux") {
            return processes_of_group(self.leader).next().is_some();
        }
        #[cfg(unix)]
        let runs =
            nix::sys::signal::killpg(nix::unistd::Pid::from_raw(self.leader.cast_signed()), None).is_ok();
        #[cfg(not(unix))]
        let runs = false;
        runs
    }

    /// Kills what is left of it.
    pub fn kill(self, still_runs: bool) {
        // Where there are no groups, one that has ended cannot be asked for what it started.
        if cfg!(unix) || still_runs {
            kill(self.leader);
        }
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        lock(&self.supervisor.0).groups.retain(|group| *group != self.leader);
        #[cfg(unix)]
        orphans::change(|groups| groups.remove(&self.leader));
    }
}

#[cfg(unix)]
fn kill(leader: u32) {
    // That there is nobody left in the group is no failure.
    let _ = Signal::Kill.send_to_group(leader);
}

/// Kills a program and those that it has started, as far as the system knows them.
#[cfg(not(unix))]
fn kill(leader: u32) {
    let _ = Command::new("taskkill").args(["/F", "/T", "/PID"]).arg(leader.to_string()).output();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Stdio;

    /// A program that ends when nobody holds the other end of its input.
    fn endless() -> Command {
        let mut command = Command::new(if cfg!(windows) { "more" } else { "cat" });
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        command
    }

    #[test]
    fn a_stop_kills_all_that_runs_and_lets_nothing_start() {
        let supervisor = ProcessSupervisor::default();
        let (mut one, _one) = supervisor.start(&mut endless()).unwrap();
        let (mut two, _two) = supervisor.start(&mut endless()).unwrap();
        supervisor.stop();
        assert!(!one.wait().unwrap().success() && !two.wait().unwrap().success());
        assert!(supervisor.is_stopped() && supervisor.start(&mut endless()).is_err());
    }

    #[test]
    fn an_interrupted_program_ends_and_the_others_go_on() {
        #[cfg(unix)]
        crate::default_in_children(Signal::Interrupt).unwrap();
        let supervisor = ProcessSupervisor::default();
        let (mut one, group) = supervisor.start(&mut endless()).unwrap();
        let (mut other, _other) = supervisor.start(&mut endless()).unwrap();
        group.interrupt();
        assert!(!one.wait().unwrap().success());
        assert!(other.try_wait().unwrap().is_none() && !supervisor.is_stopped());
        supervisor.stop();
        other.wait().unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_group_runs_until_the_last_of_its_programs_has_ended() {
        let mut shell = Command::new("sh");
        let (mut shell, group) =
            ProcessSupervisor::default().start(shell.args(["-c", "sleep 1000 &"])).unwrap();
        let runs_on = shell.wait().unwrap().success() && group.runs();
        // Before anything can fail, or the sleep would be left.
        Signal::Kill.send_to_group(shell.id()).unwrap();
        assert!(runs_on);
        assert!(crate::poll_until(std::time::Duration::from_secs(20), || !group.runs()));
    }

    #[test]
    fn what_was_given_away_is_not_killed() {
        let supervisor = ProcessSupervisor::default();
        let (mut child, group) = supervisor.start(&mut endless()).unwrap();
        drop(group);
        supervisor.stop();
        drop(child.stdin.take());
        assert!(child.wait().unwrap().success());
    }
}
