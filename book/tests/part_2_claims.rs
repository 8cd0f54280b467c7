//! What part 2 says about the kernel and the standard library, and no terminal shows.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test reports by panicking")]

use socket2::{Domain, SockRef, Socket, Type};
use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    time::Duration,
};
#[cfg(target_os = "linux")]
use testkit::eventually;
use testkit::{DEADLINE, ReservedPort};

fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

/// The two connected sockets of a connection: the server's and the client's.
fn connection() -> (TcpStream, TcpStream) {
    let (listener, address) = listener();
    let client = TcpStream::connect(address).unwrap();
    client.set_read_timeout(Some(DEADLINE)).unwrap();
    (listener.accept().unwrap().0, client)
}

/// Listens as `bind` and `listen` do without address reuse.
fn listen_without_reuse(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&address.into())?;
    socket.listen(1)?;
    Ok(socket.into())
}

#[test]
fn a_listener_and_what_it_accepts_have_the_same_local_port() {
    let (server, client) = connection();
    assert_eq!(server.local_addr().unwrap(), client.peer_addr().unwrap());
    assert_eq!(server.peer_addr().unwrap(), client.local_addr().unwrap());
}

#[test]
fn closing_the_listener_does_not_end_its_connections() {
    let (listener, address) = listener();
    let mut client = TcpStream::connect(address).unwrap();
    let (mut server, _) = listener.accept().unwrap();
    drop(listener);
    client.write_all(b"x").unwrap();
    server.read_exact(&mut [0]).unwrap();
}

#[test]
#[cfg(target_os = "linux")]
fn std_listens_with_a_backlog_of_128_and_linux_queues_one_more() {
    let (_listener, address) = listener();
    let connect = || TcpStream::connect_timeout(&address, Duration::from_millis(200));
    let clients: Vec<_> = (0..129).map(|_| connect().unwrap()).collect();
    assert_eq!(connect().unwrap_err().kind(), ErrorKind::TimedOut);
    drop(clients);
}

#[test]
fn std_sets_address_reuse() {
    assert!(SockRef::from(&listener().0).reuse_address().unwrap());
}

#[test]
fn reuse_does_not_let_two_servers_share_a_port() {
    let (_listener, address) = listener();
    assert_eq!(TcpListener::bind(address).unwrap_err().kind(), ErrorKind::AddrInUse);
}

#[test]
fn the_end_that_closes_first_is_the_one_that_cannot_start_again() {
    for server_first in [true, false] {
        let reserved = ReservedPort::new().unwrap();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, reserved.port()));
        let listener = listen_without_reuse(address).unwrap();
        let client = TcpStream::connect(address).unwrap();
        let mut ends = [listener.accept().unwrap().0, client];
        drop(listener);
        if !server_first {
            ends.reverse();
        }
        let [first, mut second] = ends;
        drop(first);
        second.set_read_timeout(Some(DEADLINE)).unwrap();
        assert_eq!(second.read(&mut [0]).unwrap(), 0);
        drop(second);
        let again = listen_without_reuse(address);
        assert_eq!(again.is_err(), server_first, "{again:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn reuse_works_only_if_the_previous_server_had_it_too() {
    let reserved = ReservedPort::new().unwrap();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, reserved.port()));
    let listener = listen_without_reuse(address).unwrap();
    let mut client = TcpStream::connect(address).unwrap();
    drop(listener.accept().unwrap());
    assert_eq!(client.read(&mut [0]).unwrap(), 0);
    drop((client, listener));
    assert_eq!(TcpListener::bind(address).unwrap_err().kind(), ErrorKind::AddrInUse);
}

#[test]
fn the_end_of_a_stream_stays_and_the_other_direction_stays_open() {
    let (mut server, mut client) = connection();
    client.shutdown(Shutdown::Write).unwrap();
    for _ in 0..3 {
        assert_eq!(server.read(&mut [0; 8]).unwrap(), 0);
    }
    server.write_all(b"x").unwrap();
    client.read_exact(&mut [0]).unwrap();
}

#[test]
fn an_empty_buffer_reads_like_the_end() {
    let (mut server, mut client) = connection();
    client.write_all(b"x").unwrap();
    assert_eq!(server.read(&mut Vec::with_capacity(8)).unwrap(), 0);
    assert_eq!(server.read(&mut [0; 8]).unwrap(), 1);
}

#[test]
fn dropping_a_socket_with_unread_bytes_resets() {
    let (server, mut client) = connection();
    client.write_all(b"x").unwrap();
    server.peek(&mut [0]).unwrap();
    drop(server);
    assert_eq!(client.read(&mut [0]).unwrap_err().kind(), ErrorKind::ConnectionReset);
}

#[test]
#[cfg(target_os = "linux")]
fn what_has_arrived_before_a_reset_can_still_be_read() {
    let (mut server, mut client) = connection();
    client.write_all(b"a long request").unwrap();
    server.peek(&mut [0]).unwrap();
    server.write_all(b"error: too long").unwrap();
    drop(server);
    eventually("a write fails with the reset", || {
        client.write(b"?").is_err_and(|error| error.kind() == ErrorKind::ConnectionReset)
    });
    let mut reply = [0; 32];
    let count = client.read(&mut reply).unwrap();
    assert_eq!(&reply[..count], b"error: too long");
}

#[test]
fn a_read_with_a_timeout_fails_with_would_block() {
    let (server, mut client) = connection();
    client.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
    assert_eq!(client.read(&mut [0]).unwrap_err().kind(), ErrorKind::WouldBlock);
    drop(server);
}
