//! What a running process uses, as the system counts it.

use anyhow::Context as _;
use std::time::Duration;
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};

/// A process that is looked at again and again.
pub(crate) struct Watched {
    pid: Pid,
    system: System,
}

/// What it uses at a moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figures {
    /// Bytes of memory that are resident.
    pub(crate) memory: u64,
    /// Processor time until now.
    pub(crate) cpu: Duration,
    /// Threads, where the system tells.
    pub(crate) threads: Option<u64>,
}

impl Watched {
    pub(crate) fn new(pid: u32) -> anyhow::Result<Self> {
        let system = System::new().context("this system does not tell what processes use")?;
        Ok(Self { pid: Pid::from_u32(pid), system })
    }

    /// Nothing, if there is no such process.
    pub(crate) fn look(&mut self) -> Option<Figures> {
        let what = ProcessRefreshKind::nothing().with_memory().with_cpu().without_tasks();
        self.system.refresh_processes_specifics(ProcessesToUpdate::Some(&[self.pid]), true, what);
        let process = self.system.process(self.pid)?;
        let cpu = Duration::from_millis(process.accumulated_cpu_time());
        Some(Figures { memory: process.memory(), cpu, threads: threads(self.pid.as_u32()) })
    }
}

/// The count in `/proc`: walking through the threads themselves, ten thousand of them, would cost what is measured.
#[cfg(target_os = "linux")]
fn threads(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("Threads:"))?;
    line.trim().parse().ok()
}

#[cfg(not(target_os = "linux"))]
fn threads(_pid: u32) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_uses_memory_and_one_that_is_not_there_nothing() {
        let mut own = Watched::new(std::process::id()).unwrap();
        assert!(own.look().unwrap().memory > 0);
        assert!(cfg!(not(target_os = "linux")) || own.look().unwrap().threads.unwrap() > 0);
        assert!(Watched::new(u32::MAX - 1).unwrap().look().is_none());
    }
}
