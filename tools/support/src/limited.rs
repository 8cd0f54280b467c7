//! Running a program that may hang, flood, or leave other programs behind.

use crate::{Output, ProcessSupervisor};
use std::{
    io::{self, Write as _},
    process::{Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How much is kept of what a program prints: the end, since that is where it says what went wrong.
const KEPT: usize = 64 * 1024;

/// How long to wait for the end of the output of a program that has ended, in case somebody else still holds it.
const GRACE: Duration = Duration::from_secs(1);

/// The pause between two looks, at the program and at what it has done by now: too short to be noticed by a person.
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// How a program ended.
#[derive(Debug)]
pub struct Finished {
    /// `None` if it had to be stopped.
    pub status: Option<ExitStatus>,
    /// The end of what it printed, on both of its outputs.
    pub output: String,
}

/// Runs a program with a few words on its standard input, and kills what is left of it and of all that it has started when it
/// has ended, or the limit has passed. While it runs, `look` is called now and then.
///
/// # Errors
///
/// When the system does not start it, or cannot wait for it.
pub fn run_with_limit(
    mut command: Command,
    input: &str,
    limit: Duration,
    supervisor: &ProcessSupervisor,
    look: &mut dyn FnMut(),
) -> io::Result<Finished> {
    command.stdin(Stdio::piped());
    let (mut child, group, reader) = supervisor.start_with_one_output(command)?;
    // A pipe takes so little at once; a program that does not read it need not.
    let _ = child.0.stdin.take().map(|mut stdin| stdin.write_all(input.as_bytes()));
    let output = Output::end_of(reader, KEPT);
    let start = Instant::now();
    let status = loop {
        match child.0.try_wait()? {
            None if start.elapsed() < limit => look(),
            status => break status,
        }
        thread::sleep(BETWEEN_LOOKS);
    };
    group.kill(status.is_none());
    output.wait_for_end(GRACE);
    Ok(Finished { status, output: output.text() })
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ProcessStatistics, poll_until};

    fn shell(script: &str, limit: Duration) -> Finished {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        run_with_limit(command, "", limit, &ProcessSupervisor::default(), &mut || ()).unwrap()
    }

    #[test]
    fn a_program_that_ends_leaves_its_status_and_both_of_its_outputs() {
        let ended = shell("echo out; echo err >&2; exit 3", Duration::from_secs(20));
        assert_eq!((ended.status.unwrap().code(), ended.output.as_str()), (Some(3), "out\nerr\n"));
    }

    #[test]
    fn a_program_that_hangs_is_stopped_with_all_that_it_has_started() {
        let start = Instant::now();
        // Long enough for the shell to start and to print, on a busy machine too.
        let ended = shell("sleep 1000 & echo $!; sleep 1000", Duration::from_secs(2));
        assert!(ended.status.is_none() && start.elapsed() < Duration::from_secs(20));
        let grandchild = ended.output.trim().parse().unwrap();
        // A zombie, which waits for the process that inherits it, has no memory any more.
        let has_ended = || ProcessStatistics::of(grandchild).is_none_or(|process| process.memory == 0);
        assert!(poll_until(Duration::from_secs(20), has_ended), "process {grandchild} still runs");
    }

    #[test]
    fn what_a_program_leaves_running_is_not_waited_for() {
        let start = Instant::now();
        let ended = shell("sleep 1000 & echo left", Duration::from_secs(20));
        assert_eq!(ended.output, "left\n");
        assert!(start.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn of_a_flood_the_end_is_kept() {
        let ended =
            shell("i=0; while [ $i -lt 40000 ]; do echo 12345; i=$((i+1)); done; echo end", Duration::MAX);
        assert!(ended.output.ends_with("end\n") && ended.output.len() <= 2 * KEPT);
    }
}
