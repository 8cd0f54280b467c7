//! The model `async`: a task for each connection, on a few threads that run whatever is ready.

use crate::{
    connection::{Connection, log_end},
    connection_limit::Permit,
    lingering_close::LingeringClose,
    models::{ConnectionHandler, session::Session, threads::no_thread},
    server::HandleRequest,
};
use std::{io, net::SocketAddr, sync::Arc, thread, time::Duration};
use tokio::{
    net::TcpStream,
    runtime::{Builder, Runtime},
    sync::watch,
};

/// How many ready connections one poll may report to a thread.
///
/// A thread polls again after 61 tasks, so with about as many events no connection's next request overtakes another's
/// first. With tokio's own 1024 the slowest hundredth of a thousand busy clients waited a third longer, and no more
/// requests were answered.
const EVENTS_PER_POLL: usize = 64;

/// The model `async`.
pub(crate) struct Tasks {
    runtime: Runtime,
    shutdown: watch::Sender<bool>,
    handle_request: HandleRequest,
    idle_timeout: Duration,
    lingering_close: Arc<LingeringClose>,
}

impl Tasks {
    /// Starts the threads on which the tasks run: one for each core.
    pub(crate) fn new(
        handle_request: HandleRequest,
        idle_timeout: Duration,
        lingering_close: Arc<LingeringClose>,
    ) -> io::Result<Self> {
        if !has_threads(thread::available_parallelism()?.get()) {
            return Err(no_thread());
        }
        let runtime = Builder::new_multi_thread()
            .enable_io()
            .enable_time()
            .max_io_events_per_tick(EVENTS_PER_POLL)
            .build()?;
        Ok(Self {
            runtime,
            shutdown: watch::Sender::new(false),
            handle_request,
            idle_timeout,
            lingering_close,
        })
    }
}

impl ConnectionHandler for Tasks {
    fn handle(&self, connection: Connection) {
        let Connection { stream, address, permit } = connection;
        // The stream registers with the runtime that it is made in.
        let _inside = self.runtime.enter();
        match TcpStream::from_std(stream) {
            Ok(stream) => {
                let session = Session::new(self.handle_request, self.idle_timeout);
                let (shutdown, lingering_close) =
                    (self.shutdown.subscribe(), Arc::clone(&self.lingering_close));
                self.runtime.spawn(serve(stream, address, permit, session, shutdown, lingering_close));
            }
            Err(error) => log_end(address, &Err(error)),
        }
    }

    fn begin_shutdown(&self) {
        self.shutdown.send_replace(true);
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

/// Serves a connection until the client or the shutdown ends it, then closes it.
///
/// An `async fn` would keep its arguments twice, as they came and as they are used, in the memory of every task.
#[expect(clippy::manual_async_fn, reason = "a task is a fifth smaller in this way")]
fn serve(
    mut stream: TcpStream,
    address: SocketAddr,
    permit: Permit,
    mut session: Session,
    shutdown: watch::Receiver<bool>,
    lingering_close: Arc<LingeringClose>,
) -> impl Future<Output = ()> {
    async move {
        let outcome = session.serve(&mut stream, shutdown).await;
        match stream.into_std() {
            Ok(stream) => lingering_close.close_served(Connection { stream, address, permit }, outcome),
            Err(error) => log_end(address, &Err(error)),
        }
    }
}
