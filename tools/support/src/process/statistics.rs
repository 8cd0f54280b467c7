//! What a process uses, as Linux counts it in `/proc` (proc(5)).

use std::time::Duration;

/// What a process uses at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProcessStatistics {
    /// Resident memory in bytes.
    pub memory: u64,
    /// How many threads it has, where the system tells (Linux).
    pub threads: Option<u64>,
    /// How long a processor has worked for it until now, in its own code and in the kernel's.
    pub cpu_time: Duration,
}

/// Where processes are, and the fields of one.
#[cfg(target_os = "linux")]
impl ProcessStatistics {
    /// Of a process that runs.
    #[must_use]
    pub fn of(process: u32) -> Option<Self> {
        let file = |name| std::fs::read_to_string(format!("/proc/{process}/{name}")).ok();
        let (status, stat) = (file("status")?, file("stat")?);
        let field =
            |label| status.lines().find_map(|line| line.strip_prefix(label))?.split_whitespace().next();
        Some(Self {
            memory: field("VmRSS:")?.parse::<u64>().ok()? * 1024,
            threads: field("Threads:")?.parse().ok(),
            cpu_time: cpu_time(&stat)?,
        })
    }
}

/// From `/proc/PID/stat`, whose second field is the program's name in parentheses and may hold anything, even parentheses.
#[cfg(target_os = "linux")]
fn cpu_time(stat: &str) -> Option<Duration> {
    /// On every common processor, whatever the kernel's own clock does (time(7)).
    const TICK: Duration = Duration::from_millis(10);
    let (_, fields) = stat.rsplit_once(')')?;
    let mut ticks = fields.split_whitespace().skip(11).map_while(|field| field.parse::<u32>().ok());
    Some(TICK * (ticks.next()? + ticks.next()?))
}

/// How many files, sockets and pipes a process holds open.
#[cfg(target_os = "linux")]
#[must_use]
pub fn count_descriptors(process: u32) -> Option<u64> {
    Some(std::fs::read_dir(format!("/proc/{process}/fd")).ok()?.count() as u64)
}

#[cfg(not(target_os = "linux"))]
impl ProcessStatistics {
    /// Of a process that runs.
    #[cfg(feature = "portable-statistics")]
    #[must_use]
    pub fn of(process: u32) -> Option<Self> {
        use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};
        let (process, mut system) = (Pid::from_u32(process), System::new().ok()?);
        let what = ProcessRefreshKind::nothing().with_memory().with_cpu().without_tasks();
        system.refresh_processes_specifics(ProcessesToUpdate::Some(&[process]), true, what);
        let process = system.process(process)?;
        let cpu_time = Duration::from_millis(process.accumulated_cpu_time());
        Some(Self { memory: process.memory(), threads: None, cpu_time })
    }

    /// Not told on this system.
    #[cfg(not(feature = "portable-statistics"))]
    #[must_use]
    pub fn of(_process: u32) -> Option<Self> {
        None
    }
}

/// Not told on this system.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn count_descriptors(_process: u32) -> Option<u64> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn this_process_uses_memory_and_one_that_is_not_there_nothing() {
        let own = ProcessStatistics::of(std::process::id()).unwrap();
        assert!(own.memory > 0 && own.threads > Some(0));
        assert!(count_descriptors(std::process::id()).unwrap() > 0);
        assert_eq!((ProcessStatistics::of(u32::MAX), count_descriptors(u32::MAX)), (None, None));
    }

    #[test]
    fn the_processor_time_is_that_of_the_process_and_the_kernel_whatever_the_program_is_called() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194560 1 2 3 4 150 25 9 9 20 0 1 0 5 6 7";
        assert_eq!(cpu_time(stat), Some(Duration::from_millis(1750)));
        assert_eq!(cpu_time("7 (a) S 1"), None);
    }
}
