//! What threads use, as Linux counts it in `/proc` (proc(5)), and in which system call one waits.

use std::{fs, time::Duration};

/// A thread at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreadStatistics {
    /// Its number, which is that of no other thread or process.
    pub id: u32,
    /// The first 15 bytes of its own name, or of that of the thread which started it.
    pub name: String,
    /// `R` if it runs, or would run if a processor were free; `S` if it sleeps; see `proc_pid_stat(5)` for others.
    pub state: char,
    /// The process group that it belongs to.
    pub group: u32,
    /// How long a processor has worked for it until now, in its own code and in the kernel's.
    pub cpu_time: Duration,
}

impl ThreadStatistics {
    /// All threads of this process but the one that calls; none where the system does not tell (it is not Linux).
    pub fn of_others() -> impl Iterator<Item = Self> {
        let caller = fs::read_link("/proc/thread-self").unwrap_or_default();
        let tasks = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
        let others = tasks.filter(move |task| Some(&*task.file_name()) != caller.file_name());
        others.filter_map(|task| Self::parse(&fs::read_to_string(task.path().join("stat")).ok()?))
    }

    /// The thread that calls; `None` where the system does not tell.
    #[must_use]
    pub fn of_caller() -> Option<Self> {
        Self::parse(&fs::read_to_string("/proc/thread-self/stat").ok()?)
    }

    /// From `stat`, whose first field is the number. The second is the name in parentheses and may hold anything, even
    /// parentheses.
    pub(crate) fn parse(stat: &str) -> Option<Self> {
        /// On every common processor, whatever the kernel's own clock does (time(7)).
        const TICK: Duration = Duration::from_millis(10);
        let (id, rest) = stat.split_once(" (")?;
        let (id, (name, fields)) = (id.parse().ok()?, rest.rsplit_once(')')?);
        let mut fields = fields.split_whitespace();
        let state = fields.next()?.chars().next()?;
        let group = fields.nth(1)?.parse().ok()?;
        let mut ticks = fields.skip(8).map_while(|field| field.parse::<u32>().ok());
        let cpu_time = TICK * (ticks.next()? + ticks.next()?);
        Some(Self { id, name: name.to_owned(), state, group, cpu_time })
    }
}

/// How a thread waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// In `epoll_wait`.
    InPoll {
        /// How long at most, if there is a limit.
        timeout: Option<Duration>,
    },
    /// In another system call: a sleep, or for a lock.
    Elsewhere,
    /// It runs, or would run if a processor were free.
    Not,
}

impl Wait {
    /// Of the thread of this process that has this number; `None` where the system does not tell.
    #[must_use]
    pub fn of(thread: u32) -> Option<Self> {
        Self::parse(&fs::read_to_string(format!("/proc/self/task/{thread}/syscall")).ok()?)
    }

    /// From `running`, or a number and six arguments.
    fn parse(file: &str) -> Option<Self> {
        let mut fields = file.split_whitespace();
        let call = fields.next()?;
        if call == "running" {
            return Some(Self::Not);
        }
        if !is_epoll_wait(call.parse().ok()?) {
            return Some(Self::Elsewhere);
        }
        let timeout = u64::from_str_radix(fields.nth(3)?.strip_prefix("0x")?, 16).ok()?;
        // An `int`, of which the register may hold more than the 4 bytes. A negative one is no limit.
        let [low @ .., _, _, _, _] = timeout.to_le_bytes();
        let timeout = u64::try_from(i32::from_le_bytes(low)).ok().map(Duration::from_millis);
        Some(Self::InPoll { timeout })
    }
}

#[cfg(target_os = "linux")]
fn is_epoll_wait(call: nix::libc::c_long) -> bool {
    #[cfg(any(target_arch = "x86_64", target_arch = "x86", target_arch = "arm"))]
    if call == nix::libc::SYS_epoll_wait {
        return true;
    }
    // The only one on newer architectures.
    call == nix::libc::SYS_epoll_pwait
}

#[cfg(not(target_os = "linux"))]
fn is_epoll_wait(_: i64) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_time_is_that_of_the_process_and_the_kernel_whatever_the_program_is_called() {
        let stat = "7 (a) b (c) S 1 6 7 0 -1 4194560 1 2 3 4 150 25 9 9 20 0 1 0 5 6 7";
        let (name, cpu_time) = ("a) b (c".to_owned(), Duration::from_millis(1750));
        assert_eq!(
            ThreadStatistics::parse(stat),
            Some(ThreadStatistics { id: 7, name, state: 'S', group: 6, cpu_time })
        );
        assert_eq!(ThreadStatistics::parse("7 (a) S 1"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_thread_that_waits_for_another_one_does_not_wait_in_epoll() {
        use std::{sync::mpsc, thread};
        let (tell, told) = mpsc::channel();
        let (end, wait) = mpsc::channel::<()>();
        let waits = thread::spawn(move || {
            tell.send(ThreadStatistics::of_caller().unwrap().id).unwrap();
            wait.recv().is_err()
        });
        let thread = told.recv().unwrap();
        assert!(crate::poll_until(Duration::from_secs(20), || Wait::of(thread) == Some(Wait::Elsewhere)));
        drop(end);
        waits.join().unwrap();
        assert_eq!(Wait::of(u32::MAX), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_wait_in_epoll_has_its_timeout() {
        let call = nix::libc::SYS_epoll_pwait;
        for (argument, timeout) in [
            ("0xffffffff", None),
            ("0xffffffffffffffff", None),
            ("0x0", Some(Duration::ZERO)),
            ("0x3e8", Some(Duration::from_secs(1))),
        ] {
            let file =
                format!("{call} 0x3 0x7f2504000ba0 0x3ff {argument} 0x0 0x0 0x7f250b18ea30 0x7f250b926f36\n");
            assert_eq!(Wait::parse(&file), Some(Wait::InPoll { timeout }));
        }
        assert_eq!(Wait::parse("running\n"), Some(Wait::Not));
        assert_eq!(Wait::parse("-1 0x7f250b18ea30 0x7f250b926f36\n"), Some(Wait::Elsewhere));
    }
}
