//! Takes the end of the input for the end of a line, and so carries out half an order.
//!
//! Rejected by: half_a_line_is_not_answered

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
        input: impl BufRead,
        socket: TcpStream,
        handle_request: impl Fn(&str) -> String,
    ) -> io::Result<()> {
        let socket = Arc::new(socket);
        self.clients.lock().unwrap().push(Arc::downgrade(&socket));
        if self.stopped.load(Ordering::SeqCst) {
            return Ok(());
        }
        for line in input.lines() {
            (&*socket).write_all(format!("{}\n", handle_request(&line?)).as_bytes())?;
            if self.stopped.load(Ordering::SeqCst) {
                break;
            }
        }
        Ok(())
    }

    /// Makes every connection end.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        for client in self.clients.lock().unwrap().iter().filter_map(Weak::upgrade) {
            let _ = client.shutdown(Shutdown::Read);
        }
    }
}
