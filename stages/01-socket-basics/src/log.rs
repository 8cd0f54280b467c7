//! Logging that never blocks: lines wait in a bounded queue, and a separate thread writes them to standard error.

use std::{
    fmt,
    io::{self, Write as _},
    mem,
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// How many lines may wait to be written: enough for ten thousand clients that disconnect at once. That is about a
/// megabyte of memory.
const MAX_QUEUED: usize = 16 * 1024;

/// How long a program waits at its end for queued lines. The whole shutdown may take five seconds.
const FLUSH_TIMEOUT: Duration = Duration::from_millis(250);

static QUEUE: Queue = Queue::new();

/// Logs a line on standard error, and never blocks.
///
/// A write to standard error may block without limit: Ctrl+S stops a terminal, and a pipe that is not read fills up. So
/// the line is only queued here. If the queue is full, the line is lost, but counted.
// ANCHOR: log
pub fn log(line: fmt::Arguments<'_>) {
    start();
    QUEUE.push(format!("{line}\n"));
}
// ANCHOR_END: log

/// Waits until the queued lines are written, but no longer than `FLUSH_TIMEOUT`. Called at the end of a program.
pub(crate) fn flush() {
    QUEUE.wait_until_written(FLUSH_TIMEOUT);
}

/// Starts the thread, once. If the system cannot start a thread, the next line tries again.
pub(crate) fn start() {
    static STARTED: AtomicBool = AtomicBool::new(false);
    if !STARTED.swap(true, Ordering::Relaxed) && thread::Builder::new().spawn(write_lines).is_err() {
        STARTED.store(false, Ordering::Relaxed);
    }
}

/// The loop of the logging thread. Only this thread may block on standard error.
// ANCHOR: write_lines
fn write_lines() {
    let mut lost = 0;
    loop {
        let batch = QUEUE.take();
        for line in &batch.lines {
            // One write for each line, so that the lines of several programs do not mix.
            lost += u64::from(!write(line));
        }
        lost += batch.lost;
        if lost > 0 && write(&format!("{lost} log lines lost: standard error was blocked\n")) {
            lost = 0;
        }
        QUEUE.written();
    }
}
// ANCHOR_END: write_lines

fn write(line: &str) -> bool {
    io::stderr().lock().write_all(line.as_bytes()).is_ok()
}

struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    waiting: Batch,
    /// Whether the thread is still writing the batch that it took last.
    writing: bool,
}

/// Lines, and how many were lost after them.
struct Batch {
    lines: Vec<String>,
    lost: u64,
}

impl Batch {
    const EMPTY: Self = Self { lines: Vec::new(), lost: 0 };
}

impl Queue {
    const fn new() -> Self {
        Self { state: Mutex::new(State { waiting: Batch::EMPTY, writing: false }), changed: Condvar::new() }
    }

    // ANCHOR: push
    /// Appends a line, or counts it as lost. The lock is never held during a write.
    fn push(&self, line: String) {
        let waiting = &mut self.lock().waiting;
        if waiting.lines.len() < MAX_QUEUED {
            waiting.lines.push(line);
        } else {
            waiting.lost += 1;
        }
        self.changed.notify_all();
    }
    // ANCHOR_END: push

    /// Waits for lines, and takes all of them.
    fn take(&self) -> Batch {
        let is_empty = |state: &mut State| state.waiting.lines.is_empty();
        let mut state =
            self.changed.wait_while(self.lock(), is_empty).unwrap_or_else(PoisonError::into_inner);
        state.writing = true;
        mem::replace(&mut state.waiting, Batch::EMPTY)
    }

    /// Records that the batch taken last has been written.
    fn written(&self) {
        self.lock().writing = false;
        self.changed.notify_all();
    }

    /// Waits until everything is written, but no longer than the timeout.
    fn wait_until_written(&self, timeout: Duration) {
        let unwritten = |state: &mut State| state.writing || !state.waiting.lines.is_empty();
        let _ = self.changed.wait_timeout_while(self.lock(), timeout, unwritten);
    }

    /// Locks, even after a panic in another thread: each change of the state is a single step.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;
    use testkit::DEADLINE;

    #[test]
    fn lines_are_taken_in_the_order_in_which_they_were_pushed() {
        let queue = Queue::new();
        queue.push("1".into());
        queue.push("2".into());
        assert_eq!(queue.take().lines, ["1", "2"]);
    }

    #[test]
    fn a_full_queue_takes_no_more_lines_and_counts_what_it_loses() {
        let queue = Queue::new();
        (0..MAX_QUEUED + 3).for_each(|_| queue.push(String::new()));
        let batch = queue.take();
        assert_eq!((batch.lines.len(), batch.lost), (MAX_QUEUED, 3));
        queue.push("again".into());
        let batch = queue.take();
        assert_eq!((batch.lines, batch.lost), (vec!["again".to_owned()], 0));
    }

    #[test]
    fn a_flush_waits_until_everything_is_written() {
        let queue = Queue::new();
        queue.push(String::new());
        let start = Instant::now();
        thread::scope(|scope| {
            scope.spawn(|| queue.wait_until_written(DEADLINE));
            queue.take();
            queue.written();
        });
        assert!(start.elapsed() < DEADLINE);
    }

    #[test]
    fn a_flush_gives_up_on_what_is_never_written() {
        let queue = Queue::new();
        queue.push(String::new());
        queue.wait_until_written(Duration::from_millis(1));
        queue.take();
        queue.wait_until_written(Duration::from_millis(1));
    }
}
