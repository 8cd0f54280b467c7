//! A thread pool.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one type, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Exercise, LIMIT, fail, let_others_run, note, same, step};
use exercise::Pool;
use std::{
    cell::RefCell,
    collections::{HashSet, VecDeque},
    num::NonZeroUsize,
    sync::mpsc::{self, Receiver, Sender},
    thread::{self, ThreadId},
};

const THREAD_POOL: Exercise =
    Exercise { name: "thread_pool", read: "part 5, \"Thread pools\" (book/src/5-many/thread-pools.md)" };

#[test]
fn as_many_jobs_run_at_once_as_there_are_workers() {
    THREAD_POOL.check(
        "a pool of 4 workers runs 4 jobs at the same time, and a pool of 24 runs 24.",
        "a lock is held while the job runs, so that the other workers cannot take theirs. What a `while let` or a \
         `match` locks in its first line stays locked until its closing brace. Or there are fewer workers than \
         were asked for.",
        || {
            for workers in [4, 24] {
                let pool = pool(workers);
                let (started, starts) = mpsc::channel();
                let _long: Vec<_> = (0..workers).map(|_| execute_long(&pool, &started)).collect();
                drop(started);
                for number in 1..=workers {
                    next(&starts, &format!("job {number} of {workers} to start, while those before it still run"));
                    note(format!("{number} of {workers} jobs have started, and none has ended"));
                }
            }
        },
    );
}

#[test]
fn there_are_no_more_threads_than_workers() {
    THREAD_POOL.check(
        "a pool of 3 workers runs all its jobs on the same 3 threads.",
        "a new thread for each job, one worker too many, or a job that runs on the thread that calls `execute`. \
         Start the threads in `new`, and let each go on to the next job.",
        || {
            let pool = pool(3);
            let (ran, threads) = mpsc::channel();
            let mut long = VecDeque::new();
            note("whenever 3 jobs run, another one waits; 100 times");
            for number in 1..=103 {
                if number > 3 {
                    execute_on(&pool, &ran, &mut long);
                    // A worker too many has the time to take it.
                    let_others_run();
                    drop(long.pop_front());
                } else {
                    execute_on(&pool, &ran, &mut long);
                }
            }
            drop(long);
            drop(ran);
            let used: HashSet<ThreadId> =
                (1..=103).map(|number| next(&threads, &format!("job {number} of 103 to start"))).collect();
            if used.contains(&thread::current().id()) {
                fail("a job ran on the thread that had called `execute`");
            }
            if used.len() > 3 {
                fail(format!("103 jobs ran on {} threads", used.len()));
            }
        },
    );
}

#[test]
fn a_long_job_holds_up_no_other() {
    THREAD_POOL.check(
        "as long as one worker is free, a job does not wait for another job to end.",
        "there is a queue for each worker, or a lock is held while a job runs. All workers have to wait at the \
         same queue, and hold its lock only to take a job out.",
        || {
            let pool = pool(2);
            let (started, starts) = mpsc::channel();
            let _long = execute_long(&pool, &started);
            next(&starts, "the long job to start");
            note("a long job runs, and one worker is free");
            let (done, ends) = mpsc::channel();
            for _ in 0..10 {
                execute_short(&pool, &done, || ());
            }
            note("10 short jobs are handed over");
            for number in 1..=10 {
                next(&ends, &format!("short job {number} of 10, while the long one still runs"));
            }
        },
    );
}

#[test]
fn each_of_several_jobs_wakes_a_worker() {
    THREAD_POOL.check(
        "jobs that are handed over in a burst all start at once, as long as workers are free.",
        "a worker is woken for the first of several jobs, and none for the others: for instance only when the \
         queue was empty before. Each job has to wake a worker.",
        || {
            let pool = pool(4);
            note("4 jobs at once, 50 times");
            for _ in 0..50 {
                // All are idle by now, and sleep.
                let_others_run();
                let (started, starts) = mpsc::channel();
                let _long: Vec<_> = (1..=4).map(|_| execute_long(&pool, &started)).collect();
                drop(started);
                for _ in 1..=4 {
                    // How many have started by then is a matter of time.
                    next(&starts, "the last of 4 jobs to start, while the others still run");
                }
            }
        },
    );
}

#[test]
fn jobs_wait_in_a_queue_but_their_callers_do_not() {
    THREAD_POOL.check_within(
        2 * LIMIT,
        "when every worker is busy, `execute` returns all the same, and the jobs start in the order in which they \
         were handed over, on the worker's thread.",
        "a queue with a bound, a caller that waits for a worker or runs the job itself, more workers than were \
         asked for, or a queue that is emptied from the wrong end.",
        || {
            let pool = pool(1);
            let (started, starts) = mpsc::channel();
            let long = execute_long(&pool, &started);
            next(&starts, "the long job to start");
            note("a long job runs on the only worker");
            let (done, ends) = mpsc::channel();
            for number in 1..=MANY {
                execute_short(&pool, &done, move || (number, thread::current().id()));
            }
            note(format!("{MANY} more jobs are handed over"));
            let_others_run();
            if ends.try_recv().is_ok() {
                fail("a job ran while the only worker had a long one");
            }
            note("now the long one ends");
            drop(long);
            let ended: Vec<_> =
                (1..=MANY).map(|number| next(&ends, &format!("waiting job {number} of {MANY}"))).collect();
            // Dropping the pool may wait for its threads.
            is_gone(&drop_beside(pool));
            if ended.iter().any(|(_, thread)| *thread == thread::current().id()) {
                fail("a job ran on the thread that had called `execute`");
            }
            let order: Vec<_> = ended.into_iter().map(|(number, _)| number).collect();
            let first = order.iter().zip(1..).position(|(number, place)| *number != place).unwrap_or(0);
            let around = first..(first + 5).min(order.len());
            let expected: Vec<_> = (1..).skip(first).take(around.len()).collect();
            same("the order in which the jobs ran", &order[around].to_vec(), &expected);
        },
    );
}

#[test]
fn several_workers_keep_the_order_too() {
    THREAD_POOL.check(
        "when one of 2 workers becomes free, it starts the job that has waited longest.",
        "a queue for each worker, or one that is emptied from the wrong end. There is one queue, and a free \
         worker takes the job at its front.",
        || {
            let pool = pool(2);
            let (busy, starts) = mpsc::channel();
            let mut running = [execute_long(&pool, &busy), execute_long(&pool, &busy)].map(Some);
            for _ in 0..2 {
                next(&starts, "2 long jobs to start");
            }
            note("2 long jobs run; 6 more are handed over");
            let (started, starts) = mpsc::channel();
            let ends: Vec<_> = (1..=6).map(|number| execute_numbered(&pool, &started, number)).collect();
            let mut ends = ends.into_iter();
            let mut order = Vec::new();
            // Two jobs of the second worker in a row, and then of both in turn.
            for worker in [1, 1, 0, 1, 0, 0] {
                note("one of the 2 that run ends");
                running[worker] = None;
                order.push(next(&starts, &format!("job {} of the 6 that wait", order.len() + 1)));
                running[worker] = ends.next();
            }
            same("the order in which the jobs started", &order, &vec![1, 2, 3, 4, 5, 6]);
        },
    );
}

#[test]
fn jobs_that_wait_when_the_pool_is_dropped_still_run() {
    THREAD_POOL.check(
        "the jobs that still wait when the pool is dropped all run, on its workers.",
        "workers check whether the pool has been dropped before they check whether a job waits. Or the queue is \
         thrown away with the pool, or emptied by the thread that drops it. A worker may end only when the queue \
         is empty.",
        || {
            for workers in [1, 3] {
                let pool = pool(workers);
                let (started, starts) = mpsc::channel();
                let long: Vec<_> = (0..workers).map(|_| execute_long(&pool, &started)).collect();
                for _ in 0..workers {
                    next(&starts, "the long jobs to start");
                }
                let (done, ends) = mpsc::channel();
                for number in 1..=10 {
                    execute_short(&pool, &done, move || (number, thread::current().id()));
                }
                drop(done);
                note("each worker has a long job, and 10 more wait; the pool is dropped, and then the long ones end");
                let gone = drop_beside(pool);
                let_others_run();
                drop(long);
                let ended: Vec<_> =
                    (1..=10).map(|number| next(&ends, &format!("waiting job {number} of 10"))).collect();
                if ended.iter().any(|(_, thread)| *thread == gone.thread) {
                    fail("a job ran on the thread that dropped the pool");
                }
                let mut finished: Vec<_> = ended.into_iter().map(|(number, _)| number).collect();
                finished.sort_unstable();
                same("the jobs that ran", &finished, &(1..=10).collect());
                is_gone(&gone);
            }
        },
    );
}

#[test]
fn the_threads_end_when_the_pool_is_dropped() {
    THREAD_POOL.check(
        "when the pool has been dropped and its jobs have run, all its threads end.",
        "workers do not notice that the pool has been dropped. With a Condvar each of them has to be woken: \
         `notify_all`, and not `notify_one`. With a channel, `recv` fails when the sender has been dropped: leave \
         the loop then.",
        || {
            note("10 pools of 8 workers: each worker runs a job, then all are idle, then the pool is dropped");
            for _ in 0..10 {
                let pool = Pool::new(NonZeroUsize::new(8).unwrap());
                let (alive, all_gone) = mpsc::channel::<()>();
                let (started, starts) = mpsc::channel();
                let long: Vec<_> = (0..8)
                    .map(|_| {
                        let (alive, started) = (alive.clone(), started.clone());
                        let (end, wait) = mpsc::channel::<()>();
                        execute(&pool, move || {
                            UNTIL_THE_END.set(Some(alive));
                            let _ = started.send(());
                            let _ = wait.recv();
                        });
                        end
                    })
                    .collect();
                drop(alive);
                for number in 1..=8 {
                    next(&starts, &format!("job {number} of 8 to start"));
                }
                drop(long);
                let_others_run();
                let gone = drop_beside(pool);
                is_gone(&gone);
                step("waiting for the threads to end");
                // Nothing is ever sent: this ends when every thread that has done a job is gone.
                let _ = all_gone.recv();
            }
        },
    );
}

/// More jobs than a queue with a bound would have room for.
const MANY: u32 = 70_000;

thread_local! {
    /// Dropped by the system when its thread ends.
    static UNTIL_THE_END: RefCell<Option<Sender<()>>> = const { RefCell::new(None) };
}

fn pool(workers: usize) -> Pool {
    note(format!("Pool::new({workers})"));
    step("waiting for `Pool::new` to return");
    Pool::new(NonZeroUsize::new(workers).unwrap())
}

fn execute(pool: &Pool, job: impl FnOnce() + Send + 'static) {
    step("waiting for `execute` to return");
    pool.execute(job);
}

/// Hands a job over that sends what it returns when it has run.
fn execute_short<T: Send + 'static>(pool: &Pool, done: &Sender<T>, job: impl FnOnce() -> T + Send + 'static) {
    let done = done.clone();
    execute(pool, move || {
        let outcome = job();
        // The check may have failed meanwhile.
        let _ = done.send(outcome);
    });
}

/// Hands a job over that reports when it starts, and ends when what this returns is dropped.
fn execute_long(pool: &Pool, started: &Sender<()>) -> Sender<()> {
    let (end, wait) = mpsc::channel();
    let started = started.clone();
    execute(pool, move || {
        let _ = started.send(());
        // Nothing is ever sent: this ends with the check, however that ends.
        let _ = wait.recv();
    });
    end
}

/// Hands a job over that reports its number when it starts, and ends when what this returns is dropped.
fn execute_numbered(pool: &Pool, started: &Sender<u32>, number: u32) -> Sender<()> {
    let (end, wait) = mpsc::channel();
    let started = started.clone();
    execute(pool, move || {
        let _ = started.send(number);
        let _ = wait.recv();
    });
    end
}

/// Hands a job over that reports on which thread it runs, and ends when its turn to end comes.
fn execute_on(pool: &Pool, ran: &Sender<ThreadId>, long: &mut VecDeque<Sender<()>>) {
    let (end, wait) = mpsc::channel();
    let ran = ran.clone();
    execute(pool, move || {
        let _ = ran.send(thread::current().id());
        let _ = wait.recv();
    });
    long.push_back(end);
}

/// Drops the pool on a thread of its own, since dropping may wait for the jobs.
fn drop_beside(pool: Pool) -> Dropping {
    let (alive, gone) = mpsc::channel();
    let dropping = thread::spawn(move || {
        drop(pool);
        drop(alive);
    });
    Dropping { thread: dropping.thread().id(), gone }
}

/// A pool that is being dropped.
struct Dropping {
    thread: ThreadId,
    gone: Receiver<()>,
}

fn is_gone(dropping: &Dropping) {
    step("waiting for the pool to be dropped");
    // Nothing is ever sent.
    let _ = dropping.gone.recv();
}

/// The next thing that a job reports. A failure names what was waited for.
fn next<T>(jobs: &Receiver<T>, what: &str) -> T {
    step(&format!("waiting for {what},"));
    jobs.recv().unwrap_or_else(|_| fail(format!("waiting for {what}, but it was thrown away before it ran")))
}
