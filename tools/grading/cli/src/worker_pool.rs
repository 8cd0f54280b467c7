//! A worker pool whose results come in the order of their jobs.

use std::{
    collections::BTreeMap,
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
    mut each: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let (open, work) = (&Mutex::new(jobs.iter().enumerate()), &work);
    let next_job = move || lock(open).next();
    let (done, results) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..workers.min(jobs.len()) {
            let done = done.clone();
            scope.spawn(move || {
                while let Some((index, job)) = next_job() {
                    // The results are not wanted any more.
                    if done.send((index, work(job))).is_err() {
                        break;
                    }
                }
            });
        }
        // With theirs, the channel ends when the workers do, however that is.
        drop(done);
        // What comes before its turn waits.
        let (mut waiting, mut turn) = (BTreeMap::new(), 0);
        for (index, result) in results {
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&turn) {
                each(result)?;
                turn += 1;
            }
        }
        Ok(())
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
    fn an_error_ends_it() {
        assert_eq!(in_order(2, &[1, 2, 3], |job| *job, Err), Err(1));
    }
}
