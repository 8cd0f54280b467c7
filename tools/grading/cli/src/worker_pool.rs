//! A worker pool whose results come in the order of their jobs.

use std::{
    num::NonZero,
    sync::{Mutex, mpsc},
    thread,
};
use support::lock;

/// How many can work at once without waiting for one another.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Does the work for each job, with that many workers, and hands over the results in the jobs' order. Ends at the first error
/// of `each`; work that has begun by then is still done.
pub(crate) fn in_order<J: Sync, R: Send, E>(
    workers: usize,
    jobs: &[J],
    work: impl Fn(&J) -> R + Sync,
    each: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let (done, results): (Vec<_>, Vec<_>) = jobs.iter().map(|_| mpsc::channel()).unzip();
    let open = Mutex::new(jobs.iter().zip(done));
    let next_job = || lock(&open).next();
    thread::scope(|scope| {
        for _ in 0..workers.min(jobs.len()) {
            // Until there is no job left, or the results are not wanted any more.
            scope.spawn(|| while next_job().is_some_and(|(job, done)| done.send(work(job)).is_ok()) {});
        }
        // A job that panics has no result, and the scope passes its panic on.
        results.into_iter().map_while(|result| result.recv().ok()).try_for_each(each)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_their_jobs() {
        let jobs: Vec<u32> = (0..200).collect();
        let mut results = Vec::new();
        let push = |result| {
            results.push(result);
            Ok::<(), ()>(())
        };
        in_order(3, &jobs, |job| job * 2, push).unwrap();
        assert_eq!(results, jobs.iter().map(|job| job * 2).collect::<Vec<_>>());
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_job_that_panics_is_no_result_that_is_left_out() {
        let _ = in_order(2, &[1, 2, 3], |job| assert_ne!(*job, 2), Ok::<(), ()>);
    }

    #[test]
    fn an_error_ends_it() {
        assert_eq!(in_order(2, &[1, 2, 3], |job| *job, Err), Err(1));
    }
}
