//! The model `pool`: a fixed number of threads, and a queue of connections that wait for one.

use crate::{
    connection::Connection,
    models::{ConnectionHandler, Service, queue::Queue, threads::spawn},
};
use std::{
    io,
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// The model `pool`.
pub(crate) struct Pool {
    service: Service,
    waiting: Arc<Queue<Connection>>,
}

impl Pool {
    /// Starts the workers; at most `max_waiting` connections wait for one.
    pub(crate) fn new(
        service: Service,
        workers: NonZeroUsize,
        max_waiting: NonZeroUsize,
    ) -> io::Result<Self> {
        let pool = Self { service, waiting: Arc::new(Queue::new(max_waiting.get())) };
        for _ in 0..workers.get() {
            let (service, waiting) = (pool.service.clone(), Arc::clone(&pool.waiting));
            spawn(move || work(&service, &waiting))?;
        }
        Ok(pool)
    }
}

// ANCHOR: work
/// What a worker does: serve one connection after another. A panic ends the connection, but never the worker.
fn work(service: &Service, waiting: &Queue<Connection>) {
    while let Some(connection) = waiting.pop() {
        // Whatever the panic left half done belonged to the connection, and was dropped with it.
        let _ = catch_unwind(AssertUnwindSafe(|| service.serve(connection)));
    }
}
// ANCHOR_END: work

impl ConnectionHandler for Pool {
    fn handle(&self, connection: Connection) {
        if let Err(connection) = self.waiting.push(connection) {
            self.service.lingering_close.reject(connection.stream, connection.address, "the queue is full");
        }
    }
}

impl Drop for Pool {
    /// Ends the workers once the queue is empty.
    fn drop(&mut self) {
        self.waiting.close();
    }
}
