//! Panics when one of the connections has been reset already, and leaves the others as they are.
//!
//! Rejected by: a_reset_connection_does_not_harm_the_stop

use std::{
    collections::HashMap,
    io::{self, BufRead, Write as _},
    net::{Shutdown, TcpStream},
    sync::Mutex,
};

/// Serves many clients, until it is stopped.
#[derive(Default)]
pub struct Server {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    stopped: bool,
    next: u64,
    clients: HashMap<u64, TcpStream>,
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
        let number = {
            let mut state = self.state.lock().unwrap();
            if state.stopped {
                return Ok(());
            }
            state.next += 1;
            let number = state.next;
            state.clients.insert(number, socket.try_clone()?);
            number
        };
        let outcome = talk(input, &socket, handle_request);
        self.state.lock().unwrap().clients.remove(&number);
        outcome
    }

    /// Makes every connection end.
    pub fn stop(&self) {
        let mut state = self.state.lock().unwrap();
        state.stopped = true;
        for client in state.clients.values() {
            client.shutdown(Shutdown::Read).unwrap();
        }
    }
}

fn talk(mut input: impl BufRead, mut socket: &TcpStream, handle_request: impl Fn(&str) -> String) -> io::Result<()> {
    let mut line = String::new();
    loop {
        line.clear();
        input.read_line(&mut line)?;
        let Some(line) = line.strip_suffix('\n') else { return Ok(()) };
        let reply = handle_request(line);
        socket.write_all(format!("{reply}\n").as_bytes())?;
    }
}
