//! A port that a test gives to the programs it starts.

use socket2::{Domain, Socket, Type};
use std::{
    env,
    fs::{self, File},
    net::{Ipv4Addr, SocketAddr},
    process,
    sync::atomic::{AtomicU16, Ordering},
};

/// Where free ports are looked for: below all those that systems give to clients (Linux from 32768, others from 49152),
/// so that no connection of another test takes one.
const FIRST: u16 = 20_000;
const PLACES: u16 = 10_000;

/// A port that no other test has as long as this is held, in whatever process, for a program that cannot choose its own.
///
/// Before, between and after its programs nobody listens on it, so a free port alone would be anybody's. What says that it
/// is taken is a locked file.
#[derive(Debug)]
pub struct Reserved {
    port: u16,
    _lock: File,
}

impl Reserved {
    /// Takes a port of 127.0.0.1 on which nobody listens.
    pub fn new() -> Self {
        static TRIED: AtomicU16 = AtomicU16::new(0);
        // Tests that run at the same time look in different places.
        let own = u16::try_from(process::id() % u32::from(PLACES)).expect("a remainder fits");
        (0..PLACES)
            .map(|_| FIRST + (own + TRIED.fetch_add(1, Ordering::Relaxed) % PLACES) % PLACES)
            .filter_map(|port| Some(Self { port, _lock: lock(port)? }))
            .find(|reserved| is_free(reserved.port))
            .unwrap_or_else(|| panic!("none of {PLACES} ports from {FIRST} is free"))
    }

    /// Its number.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Default for Reserved {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether not even a connection in `TIME_WAIT` is left of those who had this port: it would stand in a transcript.
fn is_free(port: u16) -> bool {
    // The standard library's own listener would not mind, on Unix.
    Socket::new(Domain::IPV4, Type::STREAM, None)
        .and_then(|socket| socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)).into()))
        .is_ok()
}

/// The lock that stands for a port, unless somebody has it.
fn lock(port: u16) -> Option<File> {
    // One folder for each user: the files of another could not be opened.
    let user = env::var("USER").or_else(|_| env::var("USERNAME")).unwrap_or_default();
    let folder = env::temp_dir().join(format!("ports-of-tests-{user}"));
    fs::create_dir_all(&folder).expect("a folder for temporary files can be made");
    // Opened to be locked, never written to.
    let file = File::options().create(true).append(true).open(folder.join(port.to_string()));
    let file = file.expect("a file can be made in a folder of ours");
    file.try_lock().is_ok().then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reserved_port_is_given_to_nobody_else() {
        let reserved = Reserved::new();
        assert!(lock(reserved.port).is_none());
        assert_ne!(Reserved::new().port, reserved.port);
    }
}
