//! `stop` ends the input of each connection, which wakes the threads that wait for input (on Linux and macOS; on Windows it does not).

use std::{
    io::{self, BufRead, Write as _},
    net::{Shutdown, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

/// Serves many clients, until it is stopped.
pub struct Server {
    /// Who may be here; nobody, and for good, when the server is stopped. A `Weak` keeps no connection open.
    clients: Mutex<Option<Vec<Weak<TcpStream>>>>,
}

impl Server {
    /// A server that has not been stopped.
    pub fn new() -> Self {
        Self { clients: Mutex::new(Some(Vec::new())) }
    }

    /// Replies to the lines of one client, until the client or `stop` ends the connection.
    pub fn serve_connection(
        &self,
        mut input: impl BufRead,
        socket: TcpStream,
        handle_request: impl Fn(&str) -> String,
    ) -> io::Result<()> {
        let socket = Arc::new(socket);
        if let Some(clients) = &mut *self.clients() {
            clients.retain(|client| client.strong_count() > 0);
            clients.push(Arc::downgrade(&socket));
        }
        let mut line = String::new();
        while self.is_open() && input.read_line(&mut line)? > 0 && line.ends_with('\n') {
            line.pop();
            let reply = handle_request(&line) + "\n";
            socket.as_ref().write_all(reply.as_bytes())?;
            line.clear();
        }
        Ok(())
    }

    /// Makes every connection end.
    pub fn stop(&self) {
        for client in self.clients().take().iter().flatten().filter_map(Weak::upgrade) {
            // It may have been closed by the peer in this very moment.
            let _ = client.shutdown(Shutdown::Read);
        }
    }

    fn is_open(&self) -> bool {
        self.clients().is_some()
    }

    fn clients(&self) -> MutexGuard<'_, Option<Vec<Weak<TcpStream>>>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
