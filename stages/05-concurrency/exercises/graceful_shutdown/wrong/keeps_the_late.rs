//! Ends those who are here, and leaves no word for those who come a moment later.
//!
//! Rejected by: whoever_comes_too_late_is_not_kept

use std::{
    io::{self, BufRead, Write as _},
    net::{Shutdown, TcpStream},
    sync::{Arc, Mutex, Weak},
};

/// Talks with many clients, until it is stopped.
#[derive(Default)]
pub struct Server {
    clients: Mutex<Vec<Weak<TcpStream>>>,
}

impl Server {
    /// A server that nobody has stopped.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers the lines of one client, until one of the two ends it.
    pub fn converse(
        &self,
        mut input: impl BufRead,
        socket: TcpStream,
        answer: impl Fn(&str) -> String,
    ) -> io::Result<()> {
        let socket = Arc::new(socket);
        self.clients.lock().unwrap().push(Arc::downgrade(&socket));
        let mut line = String::new();
        while input.read_line(&mut line)? > 0 && line.ends_with('\n') {
            (&*socket).write_all(format!("{}\n", answer(line.trim_end_matches('\n'))).as_bytes())?;
            line.clear();
        }
        Ok(())
    }

    /// Has every conversation come to its end.
    pub fn stop(&self) {
        for client in self.clients.lock().unwrap().iter().filter_map(Weak::upgrade) {
            let _ = client.shutdown(Shutdown::Read);
        }
    }
}
