//! Raises a flag that nobody looks at who waits for a client.
//!
//! Rejected by: a_client_that_is_silent_does_not_hold_the_end

use std::{
    io::{self, BufRead, Write as _},
    net::TcpStream,
    sync::atomic::{AtomicBool, Ordering},
};

/// Talks with many clients, until it is stopped.
#[derive(Default)]
pub struct Server {
    stopped: AtomicBool,
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
    }
}
