//! The accept loop: it serves one client after another.

use crate::echo;
use socket_basics::{accept_next, log, reason, reset_on_close};
use std::{
    io,
    net::{TcpListener, TcpStream},
    time::Duration,
};

/// How long one read or write may wait for a client before its connection is closed.
pub const IDLE_TIMEOUT: Duration = Duration::from_mins(1);

// ANCHOR: serve
/// Accepts one client after another, and serves each until it disconnects.
///
/// An error on a connection ends that connection only. A client that exceeds the idle timeout gets a reset,
/// whether or not it has read everything. The standard library cannot find that out.
pub fn serve(listener: &TcpListener, idle_timeout: Duration) -> ! {
    loop {
        let (client, address) = accept_next(|| listener.accept());
        log(format_args!("{address} connected"));
        match serve_one(&client, idle_timeout) {
            Ok(count) => log(format_args!("{address} disconnected; bytes: {count}")),
            Err(error) => log(format_args!("{address} failed: {}", reason(&error))),
        }
    }
}

fn serve_one(client: &TcpStream, idle_timeout: Duration) -> io::Result<u64> {
    client.set_read_timeout(Some(idle_timeout))?;
    client.set_write_timeout(Some(idle_timeout))?;
    // Without the reset, the kernel would keep the bytes that the client has not taken, and offer them for
    // minutes to a client that does not read.
    echo(client).inspect_err(|_| reset_on_close(client))
}
// ANCHOR_END: serve

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

    /// A client that has sent this, and the thread that serves it.
    fn served(sent: &str) -> (Peer, JoinHandle<Result<u64, String>>) {
        let listener = socket_basics::listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
        let mut peer = Peer::connect(listener.local_addr().unwrap());
        peer.send(sent);
        let (client, _) = listener.accept().unwrap();
        (peer, thread::spawn(move || serve_one(&client, SHORT).map_err(|error| reason(&error))))
    }

    #[track_caller]
    fn assert_times_out(served: JoinHandle<Result<u64, String>>) {
        eventually("the connection is closed", || served.is_finished());
        assert_eq!(served.join().unwrap(), Err("timed out".to_owned()));
    }

    #[test]
    fn a_silent_client_times_out() {
        let (mut peer, served) = served("hello\n");
        // Before the reset, which may discard what has arrived.
        peer.expect("hello");
        assert_times_out(served);
    }

    #[test]
    fn a_client_that_does_not_read_its_echo_times_out() {
        let (peer, served) = served("");
        let start = Instant::now();
        // Until the buffers on both sides are full, and the server resets this connection.
        while peer.stream().write(&[0; 4096]).is_ok() && start.elapsed() < DEADLINE {}
        assert_times_out(served);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_kernel_keeps_no_echo_for_a_client_that_timed_out() {
        let listener = socket_basics::listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        let mut peer = Peer::connect_with_small_buffer(address);
        let (client, _) = listener.accept().unwrap();
        peer.send("hello\n".repeat(10_000));
        let served = thread::spawn(move || serve_one(&client, SHORT).map_err(|error| reason(&error)));
        assert_times_out(served);
        assert_eq!(testkit::orphaned(address, peer.local()), 0);
    }
}
