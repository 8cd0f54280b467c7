//! Lets `stop` wait until all connections have ended, so that its caller waits for the slowest client.
//!
//! Rejected by: a_request_that_is_being_handled_gets_its_reply

use std::{
    io::{self, BufRead, Write as _},
    net::{Shutdown, TcpStream},
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicBool, Ordering},
    },
};

/// Serves many clients, until it is stopped.
#[derive(Default)]
pub struct Server {
    stopped: AtomicBool,
    clients: Mutex<Vec<Weak<TcpStream>>>,
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
        let socket = Arc::new(socket);
        self.clients.lock().unwrap().push(Arc::downgrade(&socket));
        let mut line = String::new();
        while !self.stopped.load(Ordering::SeqCst) && input.read_line(&mut line)? > 0 && line.ends_with('\n')
        {
            (&*socket).write_all(format!("{}\n", handle_request(line.trim_end_matches('\n'))).as_bytes())?;
            line.clear();
        }
        Ok(())
    }

    /// Makes every connection end.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        for client in self.clients.lock().unwrap().iter().filter_map(Weak::upgrade) {
            let _ = client.shutdown(Shutdown::Read);
        }
        while self.clients.lock().unwrap().iter().any(|client| client.strong_count() > 0) {
            std::thread::yield_now();
        }
    }
}
