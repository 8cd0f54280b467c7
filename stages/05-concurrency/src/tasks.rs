//! A task for each client, on a few threads that do whatever is ready.

use crate::{
    gate::Permit,
    guest::{Guest, log_end},
    lingering_close::LingeringClose,
    model::Crew,
    server::Answer,
    talk::Talk,
    threads::no_thread,
};
use std::{io, net::SocketAddr, sync::Arc, thread, time::Duration};
use tokio::{
    net::TcpStream,
    runtime::{Builder, Runtime},
    sync::watch,
};

/// How many ready clients a thread hears of at once.
///
/// It asks again after 61 tasks, so with about as many nobody's next request overtakes somebody's first. With tokio's
/// own 1024 the slowest hundredth of a thousand busy clients waited a third longer, and no more was answered.
const READY_AT_ONCE: usize = 64;

/// The model `async`.
pub(crate) struct Tasks {
    runtime: Runtime,
    closing: watch::Sender<bool>,
    answer: Answer,
    patience: Duration,
    lingering_close: Arc<LingeringClose>,
}

impl Tasks {
    /// Starts the threads on which the tasks run: one for each core.
    pub(crate) fn new(
        answer: Answer,
        patience: Duration,
        lingering_close: Arc<LingeringClose>,
    ) -> io::Result<Self> {
        if !has_threads(thread::available_parallelism()?.get()) {
            return Err(no_thread());
        }
        let runtime = Builder::new_multi_thread()
            .enable_io()
            .enable_time()
            .max_io_events_per_tick(READY_AT_ONCE)
            .build()?;
        Ok(Self { runtime, closing: watch::Sender::new(false), answer, patience, lingering_close })
    }
}

impl Crew for Tasks {
    fn serve(&self, guest: Guest) {
        let Guest { stream, address, permit } = guest;
        // Inside the runtime, where the stream finds who tells it when it is ready.
        let _inside = self.runtime.enter();
        match TcpStream::from_std(stream) {
            Ok(stream) => {
                let talk = Talk::new(self.answer, self.patience);
                let (closing, lingering_close) =
                    (self.closing.subscribe(), Arc::clone(&self.lingering_close));
                self.runtime.spawn(attend(stream, address, permit, talk, closing, lingering_close));
            }
            Err(error) => log_end(address, &Err(error)),
        }
    }

    fn dismiss(&self) {
        self.closing.send_replace(true);
    }
}

/// Whether the system has so many threads to give. The runtime would not ask: where it gets none, it panics.
fn has_threads(count: usize) -> bool {
    thread::scope(|scope| {
        // All of them are there at the same time, since each is joined only after the last is made.
        let threads: Vec<_> = (0..count).map(|_| thread::Builder::new().spawn_scoped(scope, || {})).collect();
        threads.iter().all(Result::is_ok)
    })
}

/// Talks with a guest until one of the two ends it.
///
/// An `async fn` would keep its arguments twice, as they came and as they are used, in the memory of every task.
#[expect(clippy::manual_async_fn, reason = "a task is a fifth smaller in this way")]
fn attend(
    mut stream: TcpStream,
    address: SocketAddr,
    permit: Permit,
    mut talk: Talk,
    closing: watch::Receiver<bool>,
    lingering_close: Arc<LingeringClose>,
) -> impl Future<Output = ()> {
    async move {
        let outcome = talk.with(&mut stream, closing).await;
        match stream.into_std() {
            Ok(stream) => lingering_close.close_served(Guest { stream, address, permit }, outcome),
            Err(error) => log_end(address, &Err(error)),
        }
    }
}
