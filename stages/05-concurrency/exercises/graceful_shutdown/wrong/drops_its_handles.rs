//! Drops its handles of the sockets, which closes none of them: the threads that serve the connections have theirs.
//!
//! Rejected by: a_silent_client_does_not_delay_the_end

use std::{
    io::{self, BufRead, Write as _},
    net::TcpStream,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

/// Serves many clients, until it is stopped.
#[derive(Default)]
pub struct Server {
    stopped: AtomicBool,
    clients: Mutex<Vec<TcpStream>>,
}

impl Server {
    /// A server that has not been stopped.
    pub fn new() -> Self {
        Self::default()
    }

    /// Replies to the lines of one client, until the client or `stop` ends the connection.
    pub fn serve_connection(
        &self,
        mut input: impl BufRead,
        socket: TcpStream,
        handle_request: impl Fn(&str) -> String,
    ) -> io::Result<()> {
        self.clients.lock().unwrap().push(socket.try_clone()?);
        let mut line = String::new();
        while !self.stopped.load(Ordering::SeqCst) && input.read_line(&mut line)? > 0 && line.ends_with('\n')
        {
            (&socket).write_all(format!("{}\n", handle_request(line.trim_end_matches('\n'))).as_bytes())?;
            line.clear();
        }
        Ok(())
    }

    /// Makes every connection end.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        self.clients.lock().unwrap().clear();
    }
}
