//! Work that pages have asked for: it can be stopped, it has limits, and it ends with us.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};
use support::{ProcessSupervisor, lock};
use tokio::{runtime::Handle, time::timeout};

/// Jobs of one kind, each with a name.
pub(crate) struct Jobs {
    runtime: Handle,
    /// So many may be there together.
    most: usize,
    /// None when nothing may start any more.
    running: Mutex<Option<HashMap<String, Arc<Job>>>>,
}

/// A piece of work.
#[derive(Default)]
pub(crate) struct Job {
    /// Holds every program that it starts: they end when it is stopped or its time is over.
    pub(crate) supervisor: ProcessSupervisor,
    late: Mutex<bool>,
}

impl Job {
    /// Whether it had to end because its time was over.
    pub(crate) fn is_late(&self) -> bool {
        *lock(&self.late)
    }
}

/// Why a job is not begun.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} things are being done already; wait for one, or stop it")]
pub(crate) struct TooMany(usize);

impl Jobs {
    pub(crate) fn new(runtime: Handle, most: usize) -> Arc<Self> {
        Arc::new(Self { runtime, most, running: Mutex::new(Some(HashMap::new())) })
    }

    /// Begins work, on a thread of its own, and ends it when it takes too long. Work of the same name is stopped first.
    pub(crate) fn start(
        self: &Arc<Self>,
        name: &str,
        limit: Duration,
        work: impl FnOnce(&Job) + Send + 'static,
    ) -> Result<(), TooMany> {
        let (jobs, job, own_name) = (Arc::clone(self), Arc::<Job>::default(), name.to_owned());
        let mut running = self.running();
        let Some(running) = running.as_mut() else { return Ok(()) };
        if running.len() >= self.most && !running.contains_key(name) {
            return Err(TooMany(self.most));
        }
        if let Some(former) = running.insert(own_name.clone(), Arc::clone(&job)) {
            former.supervisor.stop();
        }
        self.runtime.spawn(async move {
            let worker = Arc::clone(&job);
            let mut work = tokio::task::spawn_blocking(move || work(&worker));
            if timeout(limit, &mut work).await.is_err() {
                *lock(&job.late) = true;
                job.supervisor.stop();
                // What it was waiting for has ended, so it ends soon. Should it have panicked, it has ended, too.
                let _ = work.await;
            }
            jobs.forget(&own_name, &job);
        });
        Ok(())
    }

    /// Whether there is work of that name.
    pub(crate) fn is_running(&self, name: &str) -> bool {
        self.running().as_ref().is_some_and(|running| running.contains_key(name))
    }

    /// Ends the programs of a job.
    pub(crate) fn stop(&self, name: &str) {
        let job = self.running().as_ref().and_then(|running| running.get(name).cloned());
        job.inspect(|job| job.supervisor.stop());
    }

    /// Ends everything; nothing is begun from here on.
    pub(crate) fn end(&self) {
        let running = self.running().take();
        running.into_iter().flatten().for_each(|(_, job)| job.supervisor.stop());
    }

    /// A job has ended, and another one may have its name by now.
    fn forget(&self, name: &str, job: &Arc<Job>) {
        let mut running = self.running();
        let Some(running) = running.as_mut() else { return };
        if running.get(name).is_some_and(|current| Arc::ptr_eq(current, job)) {
            running.remove(name);
        }
    }

    fn running(&self) -> MutexGuard<'_, Option<HashMap<String, Arc<Job>>>> {
        lock(&self.running)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;
    use testkit::{DEADLINE, eventually};

    const LONG: Duration = Duration::from_secs(1000);

    /// Waits until its programs are stopped, and tells whether that was because its time was over.
    fn wait(ended: mpsc::Sender<bool>) -> impl FnOnce(&Job) + Send + 'static {
        move |job| {
            eventually("its programs are stopped", || job.supervisor.is_stopped());
            ended.send(job.is_late()).unwrap();
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn no_more_are_begun_than_may_be_there_and_one_replaces_its_namesake() {
        let (jobs, (ended, ends)) = (Jobs::new(Handle::current(), 2), mpsc::channel());
        assert_eq!(jobs.start("one", LONG, wait(ended.clone())), Ok(()));
        assert_eq!(jobs.start("two", LONG, wait(ended.clone())), Ok(()));
        assert_eq!(jobs.start("three", LONG, wait(ended.clone())), Err(TooMany(2)));
        assert_eq!(jobs.start("one", LONG, wait(ended)), Ok(()));
        assert_eq!(ends.recv_timeout(DEADLINE), Ok(false));
        assert!(jobs.is_running("one") && jobs.is_running("two") && !jobs.is_running("three"));
        jobs.end();
        assert_eq!((ends.recv_timeout(DEADLINE), ends.recv_timeout(DEADLINE)), (Ok(false), Ok(false)));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_job_ends_with_its_time() {
        let (jobs, (ended, ends)) = (Jobs::new(Handle::current(), 1), mpsc::channel());
        jobs.start("one", Duration::ZERO, wait(ended)).unwrap();
        assert_eq!(ends.recv_timeout(DEADLINE), Ok(true));
    }

    #[tokio::test]
    async fn after_the_end_nothing_is_begun() {
        let jobs = Jobs::new(Handle::current(), 1);
        jobs.end();
        jobs.start("one", LONG, |_| panic!("it is begun")).unwrap();
        assert!(!jobs.is_running("one"));
    }
}
