//! How long the learner's threads have used a processor, which shows a loop on a socket that no tap can watch.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// Code that waits uses none of it, and code that has nothing left to read hardly any.
pub(crate) const SPINNING: Duration = Duration::from_millis(300);

/// A thread of the learner's code and those that it starts: on Linux they have its name too, unless they get another.
#[derive(Debug)]
pub(crate) struct Threads(String);

impl Threads {
    /// A name that no other thread has. The system keeps 15 bytes of it.
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(format!("code-{}", NEXT.fetch_add(1, Ordering::Relaxed)))
    }

    pub(crate) fn name(&self) -> String {
        self.0.clone()
    }

    /// All their time together; none where the system does not tell.
    #[cfg(target_os = "linux")]
    pub(crate) fn processor_time(&self) -> Duration {
        /// In which `stat` counts, on every Linux: `proc_pid_stat(5)`, sysconf(3).
        const TICK: Duration = Duration::from_millis(10);
        let ticks = |stat: String| -> Option<u32> {
            let mut fields = stat.split(' ').skip(11);
            Some(fields.next()?.parse::<u32>().ok()? + fields.next()?.parse::<u32>().ok()?)
        };
        TICK * self.stats().filter_map(ticks).sum()
    }

    /// Whether one of them runs, or would run if a processor were free, whenever one looks. So this holds for a loop
    /// without an end on a busy machine, too, where the loop hardly gets any time; code that waits does neither.
    #[cfg(target_os = "linux")]
    pub(crate) fn run_on(&self) -> bool {
        const LOOKS: usize = 10;
        (0..LOOKS).all(|_| {
            std::thread::sleep(Duration::from_millis(5));
            self.stats().any(|stat| stat.starts_with('R'))
        })
    }

    /// What the system tells of each, from its state on.
    #[cfg(target_os = "linux")]
    fn stats(&self) -> impl Iterator<Item = String> {
        let begins = format!("({}) ", self.0);
        let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
        tasks.filter_map(move |task| {
            let stat = std::fs::read_to_string(task.path().join("stat")).ok()?;
            stat.split_once(&begins).map(|(_, fields)| fields.to_owned())
        })
    }

    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unused_self, reason = "there is a system where it matters")]
    pub(crate) fn run_on(&self) -> bool {
        false
    }

    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unused_self, reason = "there is a system where it matters")]
    pub(crate) fn processor_time(&self) -> Duration {
        Duration::ZERO
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::{
        sync::mpsc::{self, TryRecvError},
        thread,
    };

    #[test]
    fn a_thread_that_another_started_is_counted_and_one_that_waits_is_not() {
        let (busy, idle) = (Threads::new(), Threads::new());
        let (end, wait) = mpsc::channel::<()>();
        let (done, stop) = mpsc::channel::<()>();
        let waits = thread::Builder::new().name(idle.name()).spawn(move || wait.recv().is_err()).unwrap();
        let starter = thread::Builder::new().name(busy.name()).spawn(|| {
            thread::spawn(move || while !matches!(stop.try_recv(), Err(TryRecvError::Disconnected)) {});
        });
        starter.unwrap().join().unwrap();
        assert!(crate::eventually::holds_within(crate::DEADLINE, || !busy.processor_time().is_zero()));
        assert_eq!(idle.processor_time(), Duration::ZERO);
        drop((end, done));
        waits.join().unwrap();
    }
}
