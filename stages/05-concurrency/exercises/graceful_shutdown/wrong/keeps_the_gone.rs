//! Keeps a handle of every socket for ever: no connection is ever closed, until there are no descriptors left.
//!
//! Rejected by: a_client_that_leaves_is_let_go_at_once

use std::{
    io::{self, BufRead, Write as _},
    net::{Shutdown, TcpStream},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

/// Talks with many clients, until it is stopped.
#[derive(Default)]
pub struct Server {
    stopped: AtomicBool,
    clients: Mutex<Vec<TcpStream>>,
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
        self.clients.lock().unwrap().push(socket.try_clone()?);
        let mut line = String::new();
        while !self.stopped.load(Ordering::SeqCst) && input.read_line(&mut line)? > 0 && line.ends_with('\n')
        {
            (&socket).write_all(format!("{}\n", answer(line.trim_end_matches('\n'))).as_bytes())?;
            line.clear();
        }
        Ok(())
    }

    /// Has every conversation come to its end.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
        for client in self.clients.lock().unwrap().iter() {
            let _ = client.shutdown(Shutdown::Read);
        }
    }
}
