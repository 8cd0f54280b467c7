//! How the client that is judged is brought to its end, and how it ends.

use crate::{
    client_program::Exit, command::LAST_WORDS, failure::Failure, pace::time_left, played_server::PlayedServer,
};
use std::{
    io::Write as _,
    net::{Shutdown, TcpListener},
    time::{Duration, Instant},
};
use support::poll_until;

impl PlayedServer<'_> {
    /// Types `quit`, ends the input and the connections, and waits until the client has ended.
    pub(crate) fn leave(&mut self) -> Result<Exit, Failure> {
        self.types("quit").end_input();
        self.listener = None;
        if let Some(stream) = &self.stream {
            let _ = stream.shutdown(Shutdown::Write);
        }
        self.exit()
    }

    /// Types `quit`, ends the input, and waits until the client has ended. If it connects again, it gets this line again.
    pub(crate) fn leave_busy(&mut self, line: &str) -> Result<Exit, Failure> {
        self.types("quit").end_input();
        let mut rejected = Vec::new();
        poll_until(time_left(self.deadline), || {
            if let Some(Ok((mut stream, _))) = self.listener.as_ref().map(TcpListener::accept) {
                let _ = stream.write_all(line.as_bytes()).and_then(|()| stream.shutdown(Shutdown::Write));
                // A request that is not read would reset a connection which is closed.
                rejected.push(stream);
            }
            self.client.exit().is_some()
        });
        self.exit()
    }

    /// Waits until the client has ended.
    pub(crate) fn exit(&mut self) -> Result<Exit, Failure> {
        let mut exit = None;
        poll_until(time_left(self.deadline), || {
            exit = self.client.exit();
            exit.is_some()
        });
        let exit = exit.ok_or_else(|| Failure::timed_out("the client did not end"))?;
        self.client.stdout().wait_for_end(LAST_WORDS);
        self.client.stderr().wait_for_end(LAST_WORDS);
        Ok(exit)
    }

    /// Waits until the client has ended, but no longer than this.
    pub(crate) fn exit_within(&mut self, limit: Duration) -> Result<Exit, Failure> {
        self.deadline = self.deadline.min(Instant::now() + limit);
        self.exit()
    }
}

impl Exit {
    /// The exit code has to be 0.
    pub(crate) fn is_success(&self) -> Result<(), Failure> {
        let failure = || Failure::new(format!("the client ended with {}", self.words));
        self.success.then_some(()).ok_or_else(failure)
    }
}
