//! Has `stop` wait until all have left, so that who calls it, perhaps on a signal, is stuck with the slowest.
//!
//! Rejected by: a_line_that_is_being_answered_is_answered

use std::{
    io::{self, BufRead, Write as _},
    net::{Shutdown, TcpStream},
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicBool, Ordering},
    },
};

/// Talks with many clients, until it is stopped.
#[derive(Default)]
pub struct Server {
    stopped: AtomicBool,
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
        while !self.stopped.load(Ordering::SeqCst) && input.read_line(&mut line)? > 0 && line.ends_with('\n')
        {
            (&*socket).write_all(format!("{}\n", answer(line.trim_end_matches('\n'))).as_bytes())?;
            line.clear();
        }
        Ok(())
    }

    /// Has every conversation come to its end.
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
