//! What is judged: something that has a fresh server, or a fresh client, for each check.

use crate::client_program::ClientProgram;
use std::{
    net::{SocketAddr, TcpStream},
    time::Duration,
};
use support::find_tcp_socket;

/// How long a server may take until it listens: a Java virtual machine on a busy computer takes seconds.
pub(crate) const START_LIMIT: Duration = Duration::from_secs(20);

/// Where servers come from.
pub trait Target {
    /// Starts a server, and waits until it listens.
    ///
    /// # Errors
    ///
    /// When there is none, or it does not listen in time: why, for people.
    fn start(&self, limit: Duration) -> Result<Box<dyn Running>, Unusable>;
}

/// A server that runs. Dropping it ends it, unless it was there before.
pub trait Running {
    /// Where it listens; of a client, the server that it was started with.
    fn address(&self) -> SocketAddr;

    /// Its process, if it is ours to look at and to signal.
    fn process(&self) -> Option<u32> {
        None
    }

    /// How many bytes of this client have arrived that it has not read; `None` where the system does not tell (it is not Linux).
    fn unread(&self, client: SocketAddr) -> Option<u64> {
        find_tcp_socket(self.address(), client).map(|socket| if socket.listens { 0 } else { socket.unread })
    }

    /// How it has ended, in words, if it has, with all that it has started.
    fn ended(&mut self) -> Option<String> {
        None
    }

    /// The end of what it has printed.
    fn output(&self) -> String {
        String::new()
    }

    /// The client, where one is judged instead of a server.
    fn client(&mut self) -> Option<&mut dyn ClientProgram> {
        None
    }
}

/// Why there is no server to be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable(pub String);

/// Whether a server listens there. Where the system tells, it is not connected to: a server may serve a single client.
pub(crate) fn listens(address: SocketAddr) -> bool {
    if cfg!(target_os = "linux") {
        let nobody = SocketAddr::new(address.ip(), 0);
        find_tcp_socket(address, nobody).is_some_and(|socket| socket.listens)
    } else {
        TcpStream::connect(address).is_ok()
    }
}

/// A server that runs already, and is shared by all checks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Connected(pub(crate) SocketAddr);

impl Target for Connected {
    fn start(&self, _limit: Duration) -> Result<Box<dyn Running>, Unusable> {
        // Where the system tells: to connect may be to take the place of the only client.
        if cfg!(target_os = "linux") && !listens(self.0) {
            return Err(Unusable(format!("nobody listens on {}; start your server first", self.0)));
        }
        Ok(Box::new(*self))
    }
}

impl Running for Connected {
    fn address(&self) -> SocketAddr {
        self.0
    }
}
