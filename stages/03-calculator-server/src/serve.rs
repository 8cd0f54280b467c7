//! The accept loop: one client after another.

use crate::{handle_request, serve_connection};
use socket_basics::{accept_next, log, reason, reset_on_close};
use std::{
    io,
    net::{TcpListener, TcpStream},
    time::Duration,
};

/// How long one read or write may wait: for a client that sends nothing, or that does not read its replies.
pub const IDLE_TIMEOUT: Duration = Duration::from_mins(1);

/// Accepts a client, serves it until it disconnects, then accepts the next one.
///
/// An error of a connection ends only that connection. A client that times out gets a reset, even if it has read every
/// reply: the standard library cannot say whether it has.
pub fn serve(listener: &TcpListener, idle_timeout: Duration) -> ! {
    loop {
        let (client, address) = accept_next(|| listener.accept());
        log(format_args!("{address} connected"));
        match serve_one(&client, idle_timeout) {
            Ok(count) => log(format_args!("{address} disconnected; requests: {count}")),
            Err(error) => log(format_args!("{address} failed: {}", reason(&error))),
        }
    }
}

// ANCHOR: serve_one
fn serve_one(client: &TcpStream, idle_timeout: Duration) -> io::Result<u64> {
    client.set_read_timeout(Some(idle_timeout))?;
    client.set_write_timeout(Some(idle_timeout))?;
    // Each write is complete, so delaying it (Nagle's algorithm, RFC 896) would only make the client wait.
    client.set_nodelay(true)?;
    // Otherwise the kernel would keep the replies that the client has not read, and offer them for minutes.
    serve_connection(client, handle_request).inspect_err(|_| reset_on_close(client))
}
// ANCHOR_END: serve_one

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::Write as _,
        thread::{self, JoinHandle},
        time::Instant,
    };
    use testkit::{DEADLINE, Peer, eventually};

    /// Long enough for a round trip, short enough to wait for.
    const SHORT: Duration = Duration::from_millis(50);

    /// A client that has sent this, and the outcome of serving it.
    fn served(sent: &str) -> (Peer, JoinHandle<Result<u64, String>>) {
        let listener = socket_basics::listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
        let mut peer = Peer::connect(listener.local_addr().unwrap());
        peer.send(sent);
        let (client, _) = listener.accept().unwrap();
        (peer, thread::spawn(move || serve_one(&client, SHORT).map_err(|error| reason(&error))))
    }

    #[track_caller]
    fn assert_times_out(served: JoinHandle<Result<u64, String>>) {
        eventually("the client times out", || served.is_finished());
        assert_eq!(served.join().unwrap(), Err("timed out".to_owned()));
    }

    #[test]
    fn a_silent_client_times_out() {
        let (mut peer, served) = served("1+1\n2+");
        // Before the reset, which may discard what has arrived.
        peer.expect("2");
        assert_times_out(served);
    }

    #[test]
    fn a_client_that_does_not_read_its_replies_times_out() {
        let (peer, served) = served("");
        let start = Instant::now();
        // Until the buffers on both sides are full, the server gives up, and this connection breaks.
        while peer.stream().write(&[b'\n'; 4096]).is_ok() && start.elapsed() < DEADLINE {}
        assert_times_out(served);
    }
    #[cfg(target_os = "linux")]
    #[test]
    fn the_kernel_keeps_nothing_for_a_client_that_did_not_read_its_replies() {
        let listener = socket_basics::listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        let mut peer = Peer::connect_with_small_buffer(address);
        let (client, _) = listener.accept().unwrap();
        peer.send("\n".repeat(2048));
        let served = thread::spawn(move || serve_one(&client, SHORT).map_err(|error| reason(&error)));
        assert_times_out(served);
        assert_eq!(testkit::orphaned(address, peer.local()), 0);
    }
}
