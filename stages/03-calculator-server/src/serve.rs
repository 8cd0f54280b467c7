//! One client after another, for ever.

use crate::{handle_request, serve_connection};
use socket_basics::{accept_next, log, reason, reset_on_close};
use std::{
    io,
    net::{TcpListener, TcpStream},
    time::Duration,
};

/// How long a client may stay silent, or leave its replies unread, before the next one gets its turn.
pub const IDLE_TIMEOUT: Duration = Duration::from_mins(1);

/// Calculates for each client that comes to the listener until it leaves, then for the next.
///
/// Whatever happens to a connection ends that connection only. A client that is late sees a reset, even if it has taken
/// everything: the standard library does not tell whether it has.
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
    // Each write is all there is to say for now, so holding it back (Nagle, RFC 896) would only make the client wait.
    client.set_nodelay(true)?;
    // A client that is late leaves nothing in the kernel, which would offer it its replies for minutes.
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

    /// A client that has sent this and is being served, and what will become of it.
    fn served(sent: &str) -> (Peer, JoinHandle<Result<u64, String>>) {
        let listener = socket_basics::listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
        let mut peer = Peer::connect(listener.local_addr().unwrap());
        peer.send(sent);
        let (client, _) = listener.accept().unwrap();
        (peer, thread::spawn(move || serve_one(&client, SHORT).map_err(|error| reason(&error))))
    }

    #[track_caller]
    fn assert_given_up(served: JoinHandle<Result<u64, String>>) {
        eventually("the client is given up", || served.is_finished());
        assert_eq!(served.join().unwrap(), Err("timed out".to_owned()));
    }

    #[test]
    fn a_client_that_stays_silent_is_given_up() {
        let (mut peer, served) = served("1+1\n2+");
        // Before the reset, which may throw away what has arrived.
        peer.expect("2");
        assert_given_up(served);
    }

    #[test]
    fn a_client_that_leaves_its_replies_unread_is_given_up() {
        let (peer, served) = served("");
        let start = Instant::now();
        // Until the buffers on both sides are full, the server gives up, and this connection breaks.
        while peer.stream().write(&[b'\n'; 4096]).is_ok() && start.elapsed() < DEADLINE {}
        assert_given_up(served);
    }
    #[cfg(target_os = "linux")]
    #[test]
    fn nothing_is_kept_in_the_kernel_of_a_client_that_leaves_its_replies_unread_and_falls_silent() {
        let listener = socket_basics::listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        let mut peer = Peer::connect_with_small_buffer(address);
        let (client, _) = listener.accept().unwrap();
        peer.send("\n".repeat(2048));
        let served = thread::spawn(move || serve_one(&client, SHORT).map_err(|error| reason(&error)));
        assert_given_up(served);
        assert_eq!(testkit::orphaned(address.port()), 0);
    }
}
