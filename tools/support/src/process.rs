//! What processes use, as Linux counts it in `/proc` (proc(5)), and how many files this one may have open.

use crate::ThreadStatistics;
use std::{
    fmt::{self, Display, Formatter},
    fs,
    ops::Add,
    time::Duration,
};

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

#[cfg(target_os = "linux")]
impl ProcessStatistics {
    /// Of a process that runs.
    #[must_use]
    pub fn of(process: u32) -> Option<Self> {
        let file = |name| fs::read_to_string(format!("/proc/{process}/{name}")).ok();
        let (status, stat) = (file("status")?, file("stat")?);
        let field =
            |label| status.lines().find_map(|line| line.strip_prefix(label))?.split_whitespace().next();
        Some(Self {
            memory: field("VmRSS:")?.parse::<u64>().ok()? * 1024,
            threads: field("Threads:")?.parse().ok(),
            cpu_time: ThreadStatistics::parse(&stat)?.cpu_time,
        })
    }
}

/// What a server gives back when its clients have left, of one process or of several together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// How many files, sockets and pipes are open.
    pub descriptors: u64,
    /// How many threads there are.
    pub threads: u64,
    /// Resident memory in bytes.
    pub memory: u64,
}

impl Usage {
    /// Of a process that runs; `None` where the system does not tell (it is not Linux).
    #[must_use]
    pub fn of(process: u32) -> Option<Self> {
        let descriptors = fs::read_dir(format!("/proc/{process}/fd")).ok()?.count() as u64;
        let ProcessStatistics { memory, threads, .. } = ProcessStatistics::of(process)?;
        Some(Self { descriptors, threads: threads?, memory })
    }

    /// Of all processes of a group that run; `None` where the system does not tell, or none is left.
    #[must_use]
    pub fn of_group(group: u32) -> Option<Self> {
        // One that has ended meanwhile uses nothing.
        processes_of_group(group).filter_map(Self::of).reduce(Self::add)
    }

    /// Makes one figure of two, for each of the three.
    #[must_use]
    pub fn zip_with(self, other: Self, each: fn(u64, u64) -> u64) -> Self {
        Self {
            descriptors: each(self.descriptors, other.descriptors),
            threads: each(self.threads, other.threads),
            memory: each(self.memory, other.memory),
        }
    }

    /// Whether any of the three is above the limit for it.
    #[must_use]
    pub fn exceeds(self, limit: Self) -> bool {
        self.zip_with(limit, u64::max) != limit
    }
}

impl Add for Usage {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        self.zip_with(other, u64::add)
    }
}

impl Display for Usage {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let Self { descriptors, threads, memory } = self;
        write!(out, "{descriptors} descriptors, {threads} threads and {} MiB of memory", memory >> 20)
    }
}

/// The processes of a group that run; none where the system does not tell (it is not Linux).
pub(crate) fn processes_of_group(group: u32) -> impl Iterator<Item = u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let processes = processes.filter_map(|entry| {
        let process: u32 = entry.file_name().to_str()?.parse().ok()?;
        ThreadStatistics::parse(&fs::read_to_string(format!("/proc/{process}/stat")).ok()?)
    });
    // A zombie has ended, and waits for a parent that may never ask for it.
    processes.filter(move |process| process.group == group && process.state != 'Z').map(|process| process.id)
}

/// On other Unix systems `ps` tells it, without the threads; nothing on others that needs no unsafe code.
#[cfg(not(target_os = "linux"))]
impl ProcessStatistics {
    /// Of a process that runs.
    #[must_use]
    pub fn of(process: u32) -> Option<Self> {
        let mut ps = std::process::Command::new("ps");
        let output = ps.args(["-o", "rss=,time=", "-p", &process.to_string()]).output().ok()?;
        from_ps(&String::from_utf8(output.stdout).ok()?)
    }
}

/// `1234 0:01.50`: kibibytes, and a time as ps(1) writes it, `[[dd-]hh:]mm:ss`.
#[cfg(any(test, not(target_os = "linux")))]
fn from_ps(line: &str) -> Option<ProcessStatistics> {
    let (memory, time) = line.trim().split_once(char::is_whitespace)?;
    let (days, time) = time.trim().split_once('-').unwrap_or(("0", time.trim()));
    let parts = time.split(':').map(|part| part.parse::<f64>().ok()).collect::<Option<Vec<_>>>()?;
    let seconds = parts.iter().fold(0.0, |seconds, part| seconds * 60.0 + part);
    let cpu_time = Duration::try_from_secs_f64(days.parse::<f64>().ok()? * 86_400.0 + seconds).ok()?;
    Some(ProcessStatistics { memory: memory.parse::<u64>().ok()? * 1024, threads: None, cpu_time })
}

/// Raises the soft limit to the hard limit, and returns it. `None` where the system has no such limit (Windows), or does
/// not tell it.
///
/// Shells start a process with a soft limit of 1,024 on Linux and of 256 on macOS.
#[must_use = "a limit that was only to be raised can be dropped"]
pub fn raise_fd_limit() -> Option<u64> {
    cfg!(unix).then(|| rlimit::increase_nofile_limit(u64::MAX).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn this_process_uses_memory_and_one_that_is_not_there_nothing() {
        let own = Usage::of(std::process::id()).unwrap();
        assert!(own.descriptors > 0 && own.threads > 0 && own.memory > 0);
        assert_eq!(Usage::of(u32::MAX), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_usage_of_a_group_is_that_of_its_processes() {
        let group = ThreadStatistics::of_caller().unwrap().group;
        let own = Usage::of(std::process::id()).unwrap();
        assert!(Usage::of_group(group).unwrap().descriptors >= own.descriptors);
        assert_eq!(Usage::of_group(u32::MAX), None);
    }

    #[test]
    fn one_figure_above_its_limit_exceeds_it() {
        let limit = Usage { descriptors: 10, threads: 3, memory: 20 << 20 };
        assert!(!limit.exceeds(limit) && !Usage::default().exceeds(limit));
        for more in [
            Usage { descriptors: 1, ..Usage::default() },
            Usage { threads: 1, ..Usage::default() },
            Usage { memory: 1, ..Usage::default() },
        ] {
            assert!((limit + more).exceeds(limit), "{more:?}");
        }
        assert_eq!(limit.to_string(), "10 descriptors, 3 threads and 20 MiB of memory");
    }

    #[test]
    fn memory_and_processor_time_are_read_from_ps() {
        for (line, memory, seconds) in
            [(" 1234   0:01.50\n", 1234, 1.5), ("9 00:01:02", 9, 62.0), ("9 1-00:00:01", 9, 86_401.0)]
        {
            let cpu_time = Duration::from_secs_f64(seconds);
            let expected = ProcessStatistics { memory: memory * 1024, threads: None, cpu_time };
            assert_eq!(from_ps(line), Some(expected));
        }
        assert_eq!(from_ps(""), None);
    }
}
