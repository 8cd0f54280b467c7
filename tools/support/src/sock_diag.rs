//! Asks Linux about one TCP socket (`sock_diag(7)`). Its tables in `/proc` have all sockets of the machine: to read them takes
//! many milliseconds, and they are read again and again while something is waited for.

use crate::TcpSocket;
use socket2::{Domain, Protocol, Socket, Type};
use std::{
    io::{self, Read as _, Write as _},
    net::{IpAddr, SocketAddr},
    time::Duration,
};

/// `AF_NETLINK`, `NETLINK_SOCK_DIAG` (netlink(7)).
const NETLINK: i32 = 16;
const SOCK_DIAG: i32 = 4;

/// `SOCK_DIAG_BY_FAMILY` and `NLM_F_REQUEST`: a message that asks for one socket, and the type of its reply.
const BY_FAMILY: u16 = 20;
const REQUEST: u16 = 1;

/// `IPPROTO_TCP`.
const TCP: u8 = 6;

/// `TCP_LISTEN` of the kernel's `tcp_states.h`.
const LISTEN: u8 = 10;

/// How long the headers are: `nlmsghdr`, and `inet_diag_msg` up to the queues.
const HEADER: usize = 16;
const QUEUES: usize = HEADER + 4 + 48 + 4;

/// The kernel replies at once.
const TIMEOUT: Duration = Duration::from_secs(1);

/// The socket with these ends; if there is none, one that listens at the local address. An error means that the kernel does
/// not tell.
pub(crate) fn find(local: SocketAddr, remote: SocketAddr) -> io::Result<Option<TcpSocket>> {
    let socket = Socket::new(Domain::from(NETLINK), Type::DGRAM, Some(Protocol::from(SOCK_DIAG)))?;
    socket.set_read_timeout(Some(TIMEOUT))?;
    (&socket).write_all(&request(local, remote))?;
    let mut reply = [0; 1024];
    let count = (&socket).read(&mut reply)?;
    parse(&reply[..count])
}

/// `nlmsghdr` and `inet_diag_req_v2`, in the byte order of the machine but for ports and addresses.
fn request(local: SocketAddr, remote: SocketAddr) -> Vec<u8> {
    /// `AF_INET` and `AF_INET6`.
    const FAMILIES: [u8; 2] = [2, 10];
    let family = FAMILIES[usize::from(local.is_ipv6())];
    let body = [
        &[family, TCP, 0, 0][..],
        // Sockets in all states.
        &u32::MAX.to_ne_bytes(),
        &local.port().to_be_bytes(),
        &remote.port().to_be_bytes(),
        &address(local.ip()),
        &address(remote.ip()),
        // Any interface, and no cookie.
        &0_u32.to_ne_bytes(),
        &[0xff; 8],
    ]
    .concat();
    let length = u32::try_from(HEADER + body.len()).unwrap_or_default();
    [&length.to_ne_bytes()[..], &BY_FAMILY.to_ne_bytes(), &REQUEST.to_ne_bytes(), &[0; 8], &body].concat()
}

fn address(address: IpAddr) -> [u8; 16] {
    let mut bytes = [0; 16];
    match address {
        IpAddr::V4(address) => bytes[..4].copy_from_slice(&address.octets()),
        IpAddr::V6(address) => bytes = address.octets(),
    }
    bytes
}

/// A reply of another type says that there is no such socket (`ENOENT`).
fn parse(reply: &[u8]) -> io::Result<Option<TcpSocket>> {
    /// `-ENOENT`.
    const NONE: i32 = -2;
    let number = |at: usize| Some(u32::from_ne_bytes(reply.get(at..at + 4)?.try_into().ok()?));
    let port = |at: usize| Some(u16::from_be_bytes(reply.get(at..at + 2)?.try_into().ok()?));
    let read = || {
        Some(TcpSocket {
            local_port: port(HEADER + 4)?,
            remote_port: port(HEADER + 6)?,
            listens: reply[HEADER + 1] == LISTEN,
            unread: number(QUEUES)?.into(),
            unacknowledged: number(QUEUES + 4)?.into(),
            is_orphan: number(QUEUES + 12)? == 0,
        })
    };
    if reply.get(4..6) == Some(&BY_FAMILY.to_ne_bytes()) {
        return read().map(Some).ok_or_else(|| io::ErrorKind::InvalidData.into());
    }
    match number(HEADER).map(u32::cast_signed) {
        Some(NONE) => Ok(None),
        error => {
            Err(error.map_or(io::ErrorKind::InvalidData.into(), |code| io::Error::from_raw_os_error(-code)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::poll_until;
    use std::net::{TcpListener, TcpStream};

    #[test]
    fn a_listener_and_an_end_of_a_connection_are_found_with_what_is_unread() {
        for any in ["127.0.0.1:0", "[::1]:0"] {
            let Ok(listener) = TcpListener::bind(any) else { continue };
            let address = listener.local_addr().unwrap();
            let nobody = SocketAddr::new(address.ip(), 0);
            assert!(find(address, nobody).unwrap().unwrap().listens, "{any}");
            let mut client = TcpStream::connect(address).unwrap();
            let (accepted, _) = listener.accept().unwrap();
            client.write_all(b"hello").unwrap();
            accepted.peek(&mut [0]).unwrap();
            let found = find(address, client.local_addr().unwrap()).unwrap().unwrap();
            assert!(!found.listens && !found.is_orphan, "{found:?}");
            assert_eq!((found.local_port, found.unread), (address.port(), 5));
            drop(listener);
            // A program that another test starts at this moment has the listener too, until it has replaced this one.
            let is_gone = || find(address, nobody).unwrap().is_none();
            assert!(poll_until(Duration::from_secs(20), is_gone), "{any}");
        }
    }
}
