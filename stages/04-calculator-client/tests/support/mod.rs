//! Servers for the tests: the real one, and one that follows a script.
#![allow(dead_code, reason = "each file of tests is a program of its own and uses what it needs")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail in its helpers too")]

pub(crate) mod run;
#[cfg(unix)]
pub(crate) mod terminal;

use calculator_client::Client;
use std::{
    net::{SocketAddr, TcpListener, TcpStream},
    sync::mpsc,
    thread,
    time::Duration,
};
use testkit::{DEADLINE, Peer};

/// The address of a calculator server that serves any number of clients for as long as the test runs.
pub(crate) fn server() -> SocketAddr {
    let listener = listener();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for client in listener.incoming() {
            let client = client.unwrap();
            thread::spawn(move || {
                calculator_server::serve_connection(&client, calculator_server::handle_request)
            });
        }
    });
    address
}

/// Runs a test with a server that serves its only client by a script.
///
/// The value that the script returns is kept until the end of the test: if it is the peer, the connection stays open.
pub(crate) fn scripted<R, T>(script: impl FnOnce(Peer) -> R + Send, test: impl FnOnce(SocketAddr) -> T) -> T {
    let listener = listener();
    let address = listener.local_addr().unwrap();
    let (tested, end) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let _kept = script(Peer::accept(&listener));
            // With a limit: a client that waits for this server must see the connection end.
            let _ = end.recv_timeout(2 * DEADLINE);
        });
        // Dropped however the test ends, which wakes the script's thread.
        let _tested = tested;
        test(address)
    })
}

/// A client that waits for a reply for as long as a test may take.
pub(crate) fn client(server: SocketAddr) -> Client {
    client_with_timeout(server, DEADLINE)
}

/// A client with this timeout for each reply.
pub(crate) fn client_with_timeout(server: SocketAddr, timeout: Duration) -> Client {
    Client::from_stream(TcpStream::connect_timeout(&server, DEADLINE).unwrap(), timeout)
}

/// A client, and a second handle of its connection with which a test can see the bytes that have arrived.
pub(crate) fn watched_client(server: SocketAddr) -> (Client, TcpStream) {
    let stream = TcpStream::connect_timeout(&server, DEADLINE).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    let watch = stream.try_clone().unwrap();
    (Client::from_stream(stream, DEADLINE), watch)
}

fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}
