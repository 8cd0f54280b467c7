//! A crew of threads.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one type, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::Pool;
use std::{
    cell::RefCell,
    collections::HashSet,
    num::NonZeroUsize,
    sync::mpsc::{self, Receiver, Sender},
    thread,
};
use testkit::grade::{Exercise, fail, note, same, step};

const A_CREW: Exercise =
    Exercise { name: "a_crew", read: "part 5, \"A crew and a queue\" (book/src/5-many/crew.md)" };

#[test]
fn as_many_jobs_run_at_once_as_there_are_workers() {
    A_CREW.check(
        "a pool of 4 workers does 4 jobs at the same time.",
        "a lock that is held while the job runs, so that the others cannot get at theirs. What a `while let` or a \
         `match` locks in its first line stays locked until its closing brace.",
        || {
            let pool = pool(4);
            let (started, starts) = mpsc::channel();
            let _long: Vec<_> = (1..=4).map(|_| execute_long(&pool, &started)).collect();
            drop(started);
            for number in 1..=4 {
                next(&starts, &format!("job {number} of 4 to start, while those before it still run"));
                note(format!("{number} of 4 jobs have started, and none has ended"));
            }
        },
    );
}

#[test]
fn there_are_no_more_threads_than_workers() {
    A_CREW.check(
        "a pool of 3 workers does all its jobs on the same 3 threads.",
        "a new thread for each job, or a job that is done by whoever calls `execute`. Start the threads in `new`, \
         and let each go on to the next job.",
        || {
            let pool = pool(3);
            let (done, threads) = mpsc::channel();
            for _ in 0..100 {
                execute_short(&pool, &done, || thread::current().id());
            }
            drop(done);
            note("100 short jobs are handed over");
            let used: HashSet<_> =
                (0..100).map(|number| next(&threads, &format!("short job {} of 100", number + 1))).collect();
            if used.contains(&thread::current().id()) {
                fail("a job was done on the thread that had called `execute`");
            }
            if used.len() > 3 {
                fail(format!("100 jobs were done on {} threads", used.len()));
            }
        },
    );
}

#[test]
fn a_long_job_holds_up_no_other() {
    A_CREW.check(
        "as long as one worker is free, a job does not wait for another job to end.",
        "a queue for each worker, or a lock that is held while a job runs. All workers have to wait at the same \
         queue, and hold its lock only to take a job out.",
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
fn jobs_stand_in_line_but_their_callers_do_not() {
    A_CREW.check(
        "when every worker is busy, `execute` returns all the same, and the jobs are begun in the order in which \
         they came.",
        "a queue that has no room, a caller that waits for a worker, or a queue that is emptied from the wrong end.",
        || {
            let pool = pool(1);
            let (started, starts) = mpsc::channel();
            let long = execute_long(&pool, &started);
            next(&starts, "the long job to start");
            note("a long job runs on the only worker");
            let (done, ends) = mpsc::channel();
            for number in 1..=100 {
                execute_short(&pool, &done, move || number);
            }
            note("100 more jobs are handed over; now the long one ends");
            drop(long);
            let order: Vec<_> =
                (1..=100).map(|number| next(&ends, &format!("waiting job {number} of 100"))).collect();
            let first = order.iter().zip(1..).position(|(number, place)| *number != place).unwrap_or(0);
            let around = first..(first + 5).min(order.len());
            let expected: Vec<_> = (1..=100).skip(first).take(around.len()).collect();
            same("the order in which the jobs were done", &order[around].to_vec(), &expected);
        },
    );
}

#[test]
fn the_threads_end_when_the_pool_is_dropped() {
    A_CREW.check(
        "when the pool is gone and its jobs are done, its threads end.",
        "workers that do not notice that nobody can send them a job any more: receiving then fails, at once and \
         each time. Leave the loop there.",
        || {
            let pool = pool(3);
            let (done, ends) = mpsc::channel();
            let (alive, all_gone) = mpsc::channel::<()>();
            for _ in 0..30 {
                let alive = alive.clone();
                execute_short(&pool, &done, || UNTIL_THE_END.set(Some(alive)));
            }
            drop(alive);
            for number in 1..=30 {
                next(&ends, &format!("short job {number} of 30"));
            }
            note("30 jobs are done; now the pool is dropped");
            step("waiting for the pool to be dropped");
            drop(pool);
            step("waiting for the threads to end");
            // Nothing is ever sent: this ends when every thread that has done a job is gone.
            let _ = all_gone.recv();
        },
    );
}

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

/// Has a job done, and what it returns told when it is done.
fn execute_short<T: Send + 'static>(pool: &Pool, done: &Sender<T>, job: impl FnOnce() -> T + Send + 'static) {
    let done = done.clone();
    execute(pool, move || {
        let outcome = job();
        // The check may have failed meanwhile.
        let _ = done.send(outcome);
    });
}

/// Has a job done that tells when it starts, and ends when what this returns is dropped.
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

/// The next thing that a job tells. As long as nothing comes, it is told what was waited for.
fn next<T>(jobs: &Receiver<T>, what: &str) -> T {
    step(&format!("waiting for {what},"));
    jobs.recv()
        .unwrap_or_else(|_| fail(format!("waiting for {what}, but it was thrown away without being done")))
}
