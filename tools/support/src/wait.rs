//! In which system call a thread waits, as Linux tells it (`proc_pid_syscall(5)`).

use std::{fs, time::Duration};

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
        let file = format!("/proc/self/task/{thread}/syscall");
        let file = cfg!(target_os = "linux").then(|| fs::read_to_string(file));
        Self::parse(&file?.ok()?)
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

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ThreadStatistics, poll_until};
    use std::{sync::mpsc, thread};

    #[test]
    fn a_thread_that_waits_for_another_one_does_not_wait_in_epoll() {
        let (tell, told) = mpsc::channel();
        let (end, wait) = mpsc::channel::<()>();
        let waits = thread::spawn(move || {
            tell.send(ThreadStatistics::of_caller().unwrap().id).unwrap();
            wait.recv().is_err()
        });
        let thread = told.recv().unwrap();
        assert!(poll_until(Duration::from_secs(20), || Wait::of(thread) == Some(Wait::Elsewhere)));
        drop(end);
        waits.join().unwrap();
        assert_eq!(Wait::of(u32::MAX), None);
    }

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
