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

/// Where a calculator server answers any number of clients, for as long as the test runs.
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

/// Runs a test with a server that does to its only client what the script says.
///
/// What the script returns is kept until the test has ended: if it is the peer, the connection stays open.
pub(crate) fn scripted<R, T>(script: impl FnOnce(Peer) -> R + Send, test: impl FnOnce(SocketAddr) -> T) -> T {
    let listener = listener();
    let address = listener.local_addr().unwrap();
    let (tested, end) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let _kept = script(Peer::accept(&listener));
            // Not for ever: whoever waits for this server to do something must not wait in vain.
            let _ = end.recv_timeout(2 * DEADLINE);
        });
        // However the test ends, this end of the channel is dropped then, and that is what is waited for.
        let _tested = tested;
        test(address)
    })
}

/// A client that waits for a reply for as long as a test may take.
pub(crate) fn client(server: SocketAddr) -> Client {
    impatient_client(server, DEADLINE)
}

/// A client that waits for a reply for as long as it is told.
pub(crate) fn impatient_client(server: SocketAddr, deadline: Duration) -> Client {
    Client::over(TcpStream::connect_timeout(&server, DEADLINE).unwrap(), deadline)
}

/// A client, and a second handle of its connection with which a test can see what has come.
pub(crate) fn watched_client(server: SocketAddr) -> (Client, TcpStream) {
    let stream = TcpStream::connect_timeout(&server, DEADLINE).unwrap();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    let watch = stream.try_clone().unwrap();
    (Client::over(stream, DEADLINE), watch)
}

fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}
