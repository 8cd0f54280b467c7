//! What all models need to serve a connection, and how a thread does it.

use crate::{
    connection::{Connection, EndedEarly},
    lingering_close::LingeringClose,
    server::HandleRequest,
    shutdown::Shutdown,
    timed_stream::TimedStream,
};
use calculator_server::serve_connection;
use std::{sync::Arc, time::Duration};

/// What it takes to serve a connection.
#[derive(Clone)]
pub(crate) struct Service {
    pub(crate) handle_request: HandleRequest,
    pub(crate) idle_timeout: Duration,
    pub(crate) shutdown: Shutdown,
    pub(crate) lingering_close: Arc<LingeringClose>,
}

impl Service {
    /// Serves a connection on the thread that calls this, until the client or the shutdown ends it; then closes it.
    pub(crate) fn serve(&self, connection: Connection) {
        let outcome = self.serve_requests(&connection);
        self.lingering_close.close_served(connection, outcome);
    }

    fn serve_requests(&self, connection: &Connection) -> Result<u64, EndedEarly> {
        let mut stream = TimedStream::new(&connection.stream, &self.shutdown, self.idle_timeout)?;
        serve_connection(&mut stream, self.handle_request).map_err(|error| {
            if stream.is_drained() { EndedEarly::ShuttingDown } else { EndedEarly::Failed(error) }
        })
    }
}
