//! When a check is over: at its limit, or later where the machine has hardly let its code run.

use std::{
    collections::HashSet,
    process,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};
use support::{ProcessStatistics, ThreadStatistics, lock};

/// No check takes longer than this, unless its limit is longer. `cargo grade` ends all checks of an exercise after a minute.
pub(crate) const LATEST: Duration = Duration::from_secs(45);

/// How much more time there is, each time that code turns out to be held up.
const EXTENSION: Duration = Duration::from_millis(200);

/// How often is looked whether one of the threads runs, and the pause between.
const LOOKS: u32 = 4;
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);

/// A time by which something has to happen.
///
/// It is put off as long as the check, or the learner's code, would run if a processor were free, and has had one for less
/// than half of the time. So code that waits for what does not come fails at the limit, and code that does not come to its
/// turn on a busy machine does not. Only Linux tells; elsewhere the limit is the limit.
#[derive(Debug)]
pub(crate) struct Deadline {
    end: Mutex<Instant>,
    latest: Instant,
    /// For so long its threads have to have had a processor before it is their fault.
    share: Duration,
    used_before: Duration,
    group: Arc<Group>,
}

/// The threads of a check: those that have one of these names.
#[derive(Debug, Default)]
struct Group {
    names: Mutex<HashSet<String>>,
    /// The one that only waits for the end of the check.
    waits: Option<u32>,
}

impl Deadline {
    /// Of a check that begins now, on threads that the caller starts.
    pub(crate) fn of_check(limit: Duration) -> Self {
        let caller = ThreadStatistics::of_caller();
        let waits = caller.as_ref().map(|caller| caller.id);
        let names = Mutex::new(caller.into_iter().map(|caller| caller.name).collect());
        Self::new(limit, Instant::now() + limit.max(LATEST), Arc::new(Group { names, waits }))
    }

    fn new(limit: Duration, latest: Instant, group: Arc<Group>) -> Self {
        let end = Mutex::new(Instant::now() + limit);
        let used_before = group.processor_time();
        Self { end, latest, share: limit / 2, used_before, group }
    }

    /// After so long, but not after the check itself.
    pub(crate) fn after(&self, limit: Duration) -> Self {
        Self::new(limit.min(self.left()), self.latest, Arc::clone(&self.group))
    }

    /// So much later than now, for what the check itself has to do when its time is over.
    pub(crate) fn and_then(&self, limit: Duration) -> Self {
        Self::new(limit, Instant::now() + 10 * limit, Arc::clone(&self.group))
    }

    /// Threads of this name belong to the check as well.
    pub(crate) fn add(&self, name: String) {
        lock(&self.group.names).insert(name);
    }

    /// How much time there is from now on; none when it has passed.
    pub(crate) fn left(&self) -> Duration {
        let left = || lock(&self.end).saturating_duration_since(Instant::now());
        if left().is_zero() && Instant::now() < self.latest && self.is_held_up() {
            *lock(&self.end) = Instant::now() + EXTENSION;
        }
        left()
    }

    /// Tries again and again with the time that is left, until something comes of it; `None` when the deadline has passed.
    pub(crate) fn wait<R>(&self, mut attempt: impl FnMut(Duration) -> Option<R>) -> Option<R> {
        loop {
            let left = self.left();
            let outcome = attempt(left);
            if outcome.is_some() || left.is_zero() {
                return outcome;
            }
        }
    }

    pub(crate) fn has_passed(&self) -> bool {
        self.left().is_zero()
    }

    fn is_held_up(&self) -> bool {
        self.group.processor_time().saturating_sub(self.used_before) < self.share && self.group.runs()
    }
}

impl Default for Deadline {
    /// One that has passed.
    fn default() -> Self {
        Self::new(Duration::ZERO, Instant::now(), Arc::default())
    }
}

impl Group {
    fn others(&self) -> impl Iterator<Item = ThreadStatistics> {
        let names = lock(&self.names).clone();
        ThreadStatistics::of_others().filter(move |thread| names.contains(&thread.name))
    }

    fn processor_time(&self) -> Duration {
        let is_empty = lock(&self.names).is_empty();
        if is_empty {
            return Duration::ZERO;
        }
        self.others().chain(ThreadStatistics::of_caller()).map(|thread| thread.cpu_time).sum()
    }

    /// Whether one of them runs, or would run if a processor or a disk were free.
    fn runs(&self) -> bool {
        (0..LOOKS).any(|look| {
            if look > 0 {
                thread::sleep(BETWEEN_LOOKS);
            }
            self.others().any(|thread| Some(thread.id) != self.waits && matches!(thread.state, 'R' | 'D'))
        })
    }
}

/// The time for what a check does again and again, because it finds a mistake by chance only.
///
/// On a machine that has hardly let this process run, it is up to three times as much.
#[derive(Debug)]
pub struct TimeBudget {
    pub(crate) end: Instant,
    latest: Instant,
    share: Duration,
    used_before: Duration,
    /// How much processor time was used until now, if the system tells.
    used: fn() -> Option<Duration>,
}

impl TimeBudget {
    /// So much time from now on.
    #[must_use]
    pub fn of(limit: Duration) -> Self {
        Self::new(limit, 3 * limit, of_process)
    }

    /// The same for what the calling thread does, which may have to wait for a processor as long as a check may take.
    pub(crate) fn of_caller(limit: Duration) -> Self {
        Self::new(limit, LATEST, || ThreadStatistics::of_caller().map(|thread| thread.cpu_time))
    }

    fn new(limit: Duration, latest: Duration, used: fn() -> Option<Duration>) -> Self {
        let (start, used_before) = (Instant::now(), used().unwrap_or_default());
        Self { end: start + limit, latest: start + latest, share: limit / 2, used_before, used }
    }

    /// Whether it is used up.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        let now = Instant::now();
        let has_run = || (self.used)().is_none_or(|used| used.saturating_sub(self.used_before) >= self.share);
        now >= self.end && (now >= self.latest || has_run())
    }
}

/// Its processor time, with that of the threads that have ended.
fn of_process() -> Option<Duration> {
    let statistics = cfg!(target_os = "linux").then(|| ProcessStatistics::of(process::id()));
    Some(statistics??.cpu_time)
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::threads::Threads;
    use std::sync::mpsc;

    /// A deadline that would pass at once, of a thread that does this.
    fn of(code: impl FnOnce() + Send + 'static) -> (Deadline, thread::JoinHandle<()>) {
        let threads = Threads::new();
        let deadline = Deadline::default();
        deadline.add(threads.name());
        let thread = thread::Builder::new().name(threads.name()).spawn(code).unwrap();
        let latest = Instant::now() + testkit::DEADLINE;
        (Deadline { latest, share: Duration::from_millis(50), ..deadline }, thread)
    }

    #[test]
    fn it_passes_at_the_limit_for_code_that_waits() {
        let (end, wait) = mpsc::channel::<()>();
        let (deadline, thread) = of(move || assert!(wait.recv().is_err()));
        assert!(support::poll_until(testkit::DEADLINE, || deadline.has_passed()));
        assert!(deadline.left().is_zero() && Instant::now() < deadline.latest);
        drop(end);
        thread.join().unwrap();
    }

    #[test]
    fn it_is_put_off_for_code_that_runs_until_that_has_had_its_share() {
        let (end, stop) = mpsc::channel::<()>();
        let (begun, begins) = mpsc::channel();
        let (deadline, thread) = of(move || {
            begun.send(()).unwrap();
            while stop.try_recv() == Err(mpsc::TryRecvError::Empty) {}
        });
        begins.recv().unwrap();
        assert!(!deadline.left().is_zero() || deadline.group.processor_time() >= deadline.share);
        assert!(support::poll_until(testkit::DEADLINE, || deadline.has_passed()));
        assert!(deadline.group.processor_time() >= deadline.share);
        drop(end);
        thread.join().unwrap();
    }

    #[test]
    fn a_budget_is_spent_when_the_process_has_had_its_share_of_a_processor() {
        let budget = |share| {
            let latest = Instant::now() + testkit::DEADLINE;
            TimeBudget { latest, share, ..TimeBudget::of(Duration::ZERO) }
        };
        assert!(!budget(testkit::DEADLINE).is_spent());
        let busy = budget(Duration::from_millis(50));
        while !busy.is_spent() {}
        assert!(of_process().unwrap().saturating_sub(busy.used_before) >= busy.share);
        assert!(!TimeBudget { end: busy.latest, ..busy }.is_spent());
        let late = TimeBudget { latest: Instant::now(), ..budget(testkit::DEADLINE) };
        assert!(late.is_spent());
    }

    #[test]
    fn it_is_never_put_off_beyond_the_latest() {
        let (end, stop) = mpsc::channel::<()>();
        let (deadline, thread) = of(move || while stop.try_recv() == Err(mpsc::TryRecvError::Empty) {});
        let deadline = Deadline { latest: Instant::now(), share: Duration::MAX, ..deadline };
        assert!(deadline.has_passed());
        drop(end);
        thread.join().unwrap();
    }
}
