//! Many silent connections, held open and watched.

use crate::{role::Role, transcript::Transcript};
use socket_basics::connect;
use std::{
    io::{ErrorKind, Read as _},
    net::TcpStream,
};
use support::{Excerpt, group_digits, raise_fd_limit};

/// The silent connections.
#[derive(Default)]
pub(crate) struct Held(Vec<TcpStream>);

impl Held {
    /// Opens the given number of connections, or as many as the server accepts.
    pub(crate) fn open(&mut self, count: usize, role: &Role<'_>) -> anyhow::Result<()> {
        role.transcript.start_clock();
        // Systems let a program have few descriptors (Linux 1024, macOS 256) until it asks for more. If it may not, the
        // connection that finds none will say so.
        let _ = raise_fd_limit();
        let endpoint = role.endpoint()?;
        let (before, mut failure) = (self.0.len(), String::new());
        while self.0.len() < before + count && failure.is_empty() {
            match connect(&endpoint, role.arguments.timeout) {
                Ok(stream) => self.0.push(stream),
                Err(error) => failure = format!(", then: {error}"),
            }
        }
        self.0[before..].iter().try_for_each(|stream| stream.set_nonblocking(true))?;
        let opened = group_digits(self.0.len() - before);
        role.transcript.event(format_args!("silent connections: {opened} opened{failure}"))
    }

    /// Shows what was received on any of them, and how many the peer has closed.
    pub(crate) fn poll(&mut self, transcript: &Transcript<'_>) -> anyhow::Result<()> {
        let before = self.0.len();
        let mut received = Excerpt::default();
        self.0.retain(|stream| is_open(stream, &mut received));
        transcript.received(&received)?;
        let left = self.0.len();
        if left < before {
            let (closed, left) = (group_digits(before - left), group_digits(left));
            transcript.event(format_args!("silent connections: {closed} closed by the peer, {left} left"))?;
        }
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Closes all of them.
    pub(crate) fn close(self, transcript: &Transcript<'_>) -> anyhow::Result<()> {
        let count = self.0.len();
        drop(self.0);
        if count == 0 {
            return Ok(());
        }
        transcript.event(format_args!("silent connections: {} closed", group_digits(count)))
    }
}

/// Whether the peer has not closed it; what was received is added to `received`.
fn is_open(mut stream: &TcpStream, received: &mut Excerpt) -> bool {
    let mut buffer = [0; 1024];
    match stream.read(&mut buffer) {
        Ok(count) => {
            received.add(&buffer[..count]);
            count > 0
        }
        Err(error) => matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::plain;
    use std::net::TcpListener;
    use testkit::Peer;

    /// What the first poll of the connections shows, and the second, after something has happened to each.
    fn looks(happen: impl Fn([Peer; 3]) -> Vec<Peer>) -> Vec<String> {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let connect = || TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let mut out = Vec::new();
        let transcript = Transcript::new(&mut out);
        let mut held = Held((0..3).map(|_| connect()).collect());
        let _open = happen([(); 3].map(|()| Peer::accept(&listener)));
        for stream in &held.0 {
            // Returns when there is something to read, or nothing any more.
            let _ = stream.peek(&mut [0]);
            stream.set_nonblocking(true).unwrap();
        }
        held.poll(&transcript).unwrap();
        held.poll(&transcript).unwrap();
        plain(&out)
    }

    #[test]
    fn what_comes_on_silent_connections_is_shown_together() {
        let shown = looks(|[mut one, mut two, mut three]| {
            for peer in [&mut one, &mut two, &mut three] {
                peer.send("full\n");
            }
            vec![one, two, three]
        });
        assert_eq!(shown, [r"← full\nfull\nfull\n"]);
    }

    #[test]
    fn silent_connections_that_are_closed_or_reset_are_counted_and_let_go() {
        let shown = looks(|[mut one, two, three]| {
            one.send("hello\n");
            two.reset();
            drop(three);
            vec![one]
        });
        assert_eq!(shown, [r"← hello\n", "· silent connections: 2 closed by the peer, 1 left"]);
    }
}
