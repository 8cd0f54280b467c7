//! What a process uses, as Linux counts it in `/proc` (proc(5)), and how many files this one may have open.

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

/// Not told on this system.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn count_descriptors(_process: u32) -> Option<u64> {
    None
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
        let own = ProcessStatistics::of(std::process::id()).unwrap();
        assert!(own.memory > 0 && own.threads > Some(0));
        assert!(count_descriptors(std::process::id()).unwrap() > 0);
        assert_eq!((ProcessStatistics::of(u32::MAX), count_descriptors(u32::MAX)), (None, None));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_processor_time_is_that_of_the_process_and_the_kernel_whatever_the_program_is_called() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194560 1 2 3 4 150 25 9 9 20 0 1 0 5 6 7";
        assert_eq!(cpu_time(stat), Some(Duration::from_millis(1750)));
        assert_eq!(cpu_time("7 (a) S 1"), None);
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
