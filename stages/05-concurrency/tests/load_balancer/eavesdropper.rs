//! A machine on the way between a client and a server: it carries every byte, and reads along.

use std::{
    io::{Read as _, Write as _},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};
use testkit::lock;

/// Listens for clients, and connects each of them to the server.
pub(crate) struct Eavesdropper {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<u8>>>,
}

impl Eavesdropper {
    /// On the way to this server.
    pub(crate) fn before(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::default();
        let theirs = Arc::clone(&seen);
        thread::spawn(move || {
            for client in listener.incoming() {
                let client = Arc::new(client.unwrap());
                let server = Arc::new(TcpStream::connect(server).unwrap());
                for (from, to) in [(&client, &server), (&server, &client)] {
                    let (from, to, seen) = (Arc::clone(from), Arc::clone(to), Arc::clone(&theirs));
                    thread::spawn(move || carry(&from, &to, &seen));
                }
            }
        });
        Self { address, seen }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether these bytes have passed, in either direction.
    pub(crate) fn saw(&self, text: &str) -> bool {
        lock(&self.seen).windows(text.len()).any(|bytes| bytes == text.as_bytes())
    }
}

/// Carries one direction until it ends.
fn carry(mut from: &TcpStream, mut to: &TcpStream, seen: &Mutex<Vec<u8>>) {
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        lock(seen).extend(&buffer[..count]);
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    // It fails only where the connection is gone already.
    let _ = to.shutdown(Shutdown::Write);
}
