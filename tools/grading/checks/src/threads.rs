//! The threads of the learner's code: how long they have used a processor, which shows a loop on a socket that no tap can watch,
//! and whether they are done with what they can do.

use std::{
    sync::{
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};
use support::ThreadStatistics;

/// Code that waits uses none of it, and code that has nothing left to read hardly any.
pub(crate) const SPINNING: Duration = Duration::from_millis(300);

/// A thread of the learner's code and those that it starts: on Linux they have its name too, unless they get another. No
/// other system tells of them, so that there they seem to have ended.
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

    /// Each of them but the caller.
    fn statistics(&self) -> impl Iterator<Item = ThreadStatistics> {
        ThreadStatistics::of_others().filter(|thread| thread.name == self.0)
    }

    /// All their time together.
    pub(crate) fn processor_time(&self) -> Duration {
        self.statistics().map(|thread| thread.cpu_time).sum()
    }

    /// Whether one of them runs, or would run if a processor were free, whenever one looks. So this holds for a loop
    /// without an end on a busy machine, too, where the loop hardly gets any time; code that waits does neither.
    pub(crate) fn run_on(&self) -> bool {
        const LOOKS: usize = 10;
        (0..LOOKS).all(|_| {
            thread::sleep(Duration::from_millis(5));
            self.statistics().any(|thread| thread.state == 'R')
        })
    }

    /// Has a signal interrupt the system calls in which they wait. A call that waits to transfer its first byte goes on.
    pub(crate) fn interrupt(&self) {
        // One that has ended meanwhile waits for nothing.
        let _ = self.statistics().try_for_each(|thread| support::interrupt_thread(thread.id));
    }

    /// Waits until each of them but the caller has ended, or sleeps, or has had its share of a processor. False if one
    /// goes on.
    pub(crate) fn settle(&self) -> bool {
        /// More than a thread needs that goes to sleep, so one that does not sleep by then goes on on purpose.
        const SHARE: Duration = Duration::from_millis(20);
        let start = self.processor_time();
        let (mut looks_asleep, mut go_on) = (0, false);
        // The check itself is over before that.
        support::poll_until(Duration::from_mins(1), || {
            let asleep = self.statistics().all(|thread| thread.state == 'S');
            // A thread may sleep for a moment on its way, at a lock for instance.
            looks_asleep = if asleep { looks_asleep + 1 } else { 0 };
            go_on = looks_asleep < 2 && self.processor_time().saturating_sub(start) >= SHARE;
            looks_asleep == 2 || go_on
        });
        !go_on
    }
}

/// Returns when the threads that the calling thread has started are done with what they can do now.
///
/// On Linux each of them then sleeps or has ended, however busy the machine is, unless it has a name of its own or
/// never sleeps, and then this is false. Elsewhere they have had several turns.
pub fn let_others_run() -> bool {
    yield_to_others();
    ThreadStatistics::of_caller().is_none_or(|caller| Threads(caller.name).settle())
}

/// Two threads that call each other give a turn to all others.
pub(crate) fn yield_to_others() {
    let (call, calls) = mpsc::channel();
    let (reply, replies) = mpsc::channel();
    let other = thread::spawn(move || calls.iter().all(|()| reply.send(()).is_ok()));
    for _ in 0..20 {
        let _ = call.send(());
        let _ = replies.recv();
    }
    drop(call);
    let _ = other.join();
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::Write as _,
        net::{Ipv4Addr, TcpListener, TcpStream},
        sync::{
            Arc,
            mpsc::{self, TryRecvError},
        },
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
        assert!(support::poll_until(testkit::DEADLINE, || !busy.processor_time().is_zero()));
        assert_eq!(idle.processor_time(), Duration::ZERO);
        drop((end, done));
        waits.join().unwrap();
    }

    #[test]
    fn a_thread_that_was_started_is_asleep_or_gone_when_its_group_has_settled() {
        let caller = thread::Builder::new().name(Threads::new().name());
        let caller = caller.spawn(|| {
            let (reached, (end, wait)) = (Arc::new(AtomicU64::new(0)), mpsc::channel::<()>());
            let theirs = Arc::clone(&reached);
            let waits = thread::spawn(move || {
                theirs.store(1, Ordering::SeqCst);
                wait.recv().is_err()
            });
            assert!(Threads(ThreadStatistics::of_caller().unwrap().name).settle());
            assert_eq!(reached.load(Ordering::SeqCst), 1);
            drop(end);
            waits.join().unwrap();
        });
        caller.unwrap().join().unwrap();
    }

    #[test]
    fn a_blocking_write_that_is_interrupted_returns_what_it_took() {
        const ALL: usize = 1 << 20;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let peer = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (mut stream, _) = listener.accept().unwrap();
        socket2::SockRef::from(&stream).set_send_buffer_size(16 << 10).unwrap();
        let threads = Threads::new();
        let writes = thread::Builder::new().name(threads.name());
        let writes = writes.spawn(move || stream.write(&vec![0; ALL]).unwrap()).unwrap();
        // Nobody reads, so this write takes some of it and waits.
        threads.settle();
        threads.interrupt();
        assert!(support::poll_until(testkit::DEADLINE, || writes.is_finished()));
        let count = writes.join().unwrap();
        assert!(count > 0 && count < ALL, "{count}");
        drop(peer);
    }

    #[test]
    fn a_thread_that_never_sleeps_is_not_waited_for() {
        let caller = thread::Builder::new().name(Threads::new().name());
        let caller = caller.spawn(|| {
            let (end, stop) = mpsc::channel::<()>();
            let spins =
                thread::spawn(move || while !matches!(stop.try_recv(), Err(TryRecvError::Disconnected)) {});
            assert!(!Threads(ThreadStatistics::of_caller().unwrap().name).settle());
            assert!(!spins.is_finished());
            drop(end);
            spins.join().unwrap();
        });
        caller.unwrap().join().unwrap();
    }
}
