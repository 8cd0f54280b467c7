//! Work that pages have asked for: it can be stopped, it has limits, and it ends with us.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, atomic},
    time::Duration,
};
use support::{ProcessSupervisor, lock};
use tokio::{runtime::Handle, task::spawn_blocking, time::timeout};

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
    late: atomic::AtomicBool,
    /// Another one may have its name by then.
    given_up: Mutex<bool>,
}

impl Job {
    /// Whether it had to end because its time was over.
    pub(crate) fn is_late(&self) -> bool {
        self.late.load(atomic::Ordering::SeqCst)
    }

    /// Tells pages something about it, unless it was given up.
    pub(crate) fn tell(&self, tell: impl FnOnce()) {
        let given_up = lock(&self.given_up);
        if !*given_up {
            tell();
        }
    }

    /// Ends its programs, and lets it tell nothing from here on.
    pub(crate) fn give_up(&self) {
        *lock(&self.given_up) = true;
        self.supervisor.stop();
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

    /// Begins work, on a thread of its own, and ends it when it takes too long. Work of the same name is given up before, and
    /// what `begin` does comes between the two.
    pub(crate) fn start<T: Send + 'static>(
        self: &Arc<Self>,
        name: &str,
        limit: Duration,
        begin: impl FnOnce(Arc<Job>) -> T,
        work: impl FnOnce(T) + Send + 'static,
    ) -> Result<(), TooMany> {
        let (jobs, job) = (Arc::clone(self), Arc::<Job>::default());
        let mut running = self.running();
        let Some(running) = running.as_mut() else { return Ok(()) };
        if running.len() >= self.most && !running.contains_key(name) {
            return Err(TooMany(self.most));
        }
        if let Some(former) = running.insert(name.to_owned(), Arc::clone(&job)) {
            former.give_up();
        }
        let subject = begin(Arc::clone(&job));
        self.runtime.spawn(async move {
            let mut work = spawn_blocking(move || work(subject));
            if timeout(limit, &mut work).await.is_err() {
                job.late.store(true, atomic::Ordering::SeqCst);
                job.supervisor.stop();
                // What it was waiting for has ended, so it ends soon. Should it have panicked, it has ended, too.
                let _ = work.await;
            }
            // Another one may have its name by now.
            if let Some(running) = jobs.running().as_mut() {
                running.retain(|_, other| !Arc::ptr_eq(other, &job));
            }
        });
        Ok(())
    }

    /// The job of that name, if there is one.
    pub(crate) fn find(&self, name: &str) -> Option<Arc<Job>> {
        self.running().as_ref()?.get(name).cloned()
    }

    /// Ends everything; nothing is begun from here on.
    pub(crate) fn end(&self) {
        let running = self.running().take();
        running.into_iter().flatten().for_each(|(_, job)| job.supervisor.stop());
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
    fn wait(ended: mpsc::Sender<bool>) -> impl FnOnce(Arc<Job>) + Send + 'static {
        move |job| {
            eventually("its programs are stopped", || job.supervisor.is_stopped());
            ended.send(job.is_late()).unwrap();
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn no_more_are_begun_than_may_be_there_and_one_replaces_its_namesake() {
        let (jobs, (ended, ends)) = (Jobs::new(Handle::current(), 2), mpsc::channel());
        assert_eq!(jobs.start("one", LONG, |job| job, wait(ended.clone())), Ok(()));
        assert_eq!(jobs.start("two", LONG, |job| job, wait(ended.clone())), Ok(()));
        assert_eq!(jobs.start("three", LONG, |job| job, wait(ended.clone())), Err(TooMany(2)));
        assert_eq!(jobs.start("one", LONG, |job| job, wait(ended)), Ok(()));
        assert_eq!(ends.recv_timeout(DEADLINE), Ok(false));
        assert!(jobs.find("one").is_some() && jobs.find("two").is_some() && jobs.find("three").is_none());
        jobs.end();
        assert_eq!((ends.recv_timeout(DEADLINE), ends.recv_timeout(DEADLINE)), (Ok(false), Ok(false)));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_job_ends_with_its_time() {
        let (jobs, (ended, ends)) = (Jobs::new(Handle::current(), 1), mpsc::channel());
        jobs.start("one", Duration::ZERO, |job| job, wait(ended)).unwrap();
        assert_eq!(ends.recv_timeout(DEADLINE), Ok(true));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_job_whose_name_another_one_has_tells_nothing() {
        let (jobs, (ended, ends)) = (Jobs::new(Handle::current(), 1), mpsc::channel());
        for number in 1..=2 {
            let (first, ended) = (ended.clone(), ended.clone());
            let begin = |job: Arc<Job>| {
                job.tell(|| first.send(number).unwrap());
                job
            };
            let work = move |job: Arc<Job>| {
                eventually("it is ended", || job.supervisor.is_stopped());
                job.tell(|| ended.send(10 * number).unwrap());
            };
            jobs.start("one", LONG, begin, work).unwrap();
        }
        jobs.end();
        assert_eq!([(); 3].map(|()| ends.recv_timeout(DEADLINE)), [Ok(1), Ok(2), Ok(20)]);
    }

    #[tokio::test]
    async fn after_the_end_nothing_is_begun() {
        let jobs = Jobs::new(Handle::current(), 1);
        jobs.end();
        jobs.start("one", LONG, |_| panic!("it is begun"), |()| ()).unwrap();
        assert!(jobs.find("one").is_none());
    }
}
