//! The model `async`: a task for each connection, on a few threads that run whatever is ready.

use crate::{
    connection::{Connection, log_failure},
    models::{ConnectionHandler, Service, session::Session, threads::no_thread},
};
use std::{io, thread};
use tokio::{
    net::TcpStream,
    runtime::{Builder, Runtime},
};

/// How many ready connections one poll may report to a thread.
///
/// A thread polls again after 61 tasks, so with about as many events no connection's next request overtakes another's
/// first. With tokio's own 1024 the slowest hundredth of a thousand busy clients waited a third longer, and there were
/// no more replies.
const EVENTS_PER_POLL: usize = 64;

/// The model `async`.
pub(crate) struct Tasks {
    runtime: Runtime,
    service: Service,
}

impl Tasks {
    /// Starts the threads on which the tasks run: one for each core.
    pub(crate) fn new(service: Service) -> io::Result<Self> {
        if !has_threads(thread::available_parallelism()?.get()) {
            return Err(no_thread());
        }
        let runtime = Builder::new_multi_thread()
            .enable_io()
            .enable_time()
            .max_io_events_per_tick(EVENTS_PER_POLL)
            .build()?;
        Ok(Self { runtime, service })
    }
}

impl ConnectionHandler for Tasks {
    fn handle(&self, connection: Connection) {
        let Connection { stream, address, permit } = connection;
        let Service { handle_request, idle_timeout, shutdown, lingering_close } = self.service.clone();
        let mut session = Session::new(handle_request, idle_timeout, shutdown);
        self.runtime.spawn(async move {
            let served = async {
                let mut stream = TcpStream::from_std(stream)?;
                let outcome = session.serve(&mut stream).await;
                Ok((stream.into_std()?, outcome))
            };
            match served.await {
                Ok((stream, outcome)) => {
                    lingering_close.close_served(Connection { stream, address, permit }, outcome);
                }
                Err(error) => log_failure(address, &error),
            }
        });
    }
}

/// Whether the system can start this number of threads. The runtime would not ask: where it gets none, it panics.
fn has_threads(count: usize) -> bool {
    thread::scope(|scope| {
        // All of them exist at the same time, since each is joined only after the last has been started.
        let threads: Vec<_> = (0..count).map(|_| thread::Builder::new().spawn_scoped(scope, || {})).collect();
        threads.iter().all(Result::is_ok)
    })
}
