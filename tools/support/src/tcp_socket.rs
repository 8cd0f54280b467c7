//! One TCP socket of this machine, as Linux tells it: the kernel is asked about that one (`sock_diag(7)`), or it is looked for in
//! the tables of all sockets, `/proc/net/tcp` and `/proc/net/tcp6` (proc(5)).
//!
//! To read the tables takes many milliseconds, and a socket is looked at again and again while something is waited for.

use socket2::{Domain, Protocol, Socket, Type};
use std::{
    fs,
    io::{self, Read as _, Write as _},
    net::{IpAddr, SocketAddr},
    time::Duration,
};

/// A TCP socket, listening or an end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TcpSocket {
    /// The port at this end.
    pub local_port: u16,
    /// The port at the other end; 0 of a socket that listens.
    pub remote_port: u16,
    /// Whether it waits for connections.
    pub listens: bool,
    /// How many bytes were sent and are not acknowledged.
    pub unacknowledged: u64,
    /// How many bytes have arrived that no program has read; of a socket that listens, how many connections nobody has accepted.
    pub unread: u64,
    /// Whether no program has it any more.
    pub is_orphan: bool,
}

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

/// The socket with these ends; if there is none, one that listens at the local address. `None` also where the system does not
/// tell (it is not Linux).
#[must_use]
pub fn find_tcp_socket(local: SocketAddr, remote: SocketAddr) -> Option<TcpSocket> {
    if cfg!(target_os = "linux")
        && let Ok(found) = ask_kernel(local, remote)
    {
        return found;
    }
    // A kernel that is an imitation may have the tables alone.
    let tables = tables();
    let sockets = || tables.iter().flat_map(|table| table.lines().skip(1)).filter_map(parse_line);
    let of_port = || sockets().filter(|socket| socket.local_port == local.port());
    let connection = of_port().find(|socket| socket.remote_port == remote.port());
    connection.or_else(|| of_port().find(|socket| socket.listens))
}

/// The same from the kernel. An error means that it does not tell.
fn ask_kernel(local: SocketAddr, remote: SocketAddr) -> io::Result<Option<TcpSocket>> {
    let socket = Socket::new(Domain::from(NETLINK), Type::DGRAM, Some(Protocol::from(SOCK_DIAG)))?;
    socket.set_read_timeout(Some(TIMEOUT))?;
    (&socket).write_all(&request(local, remote))?;
    let mut reply = [0; 1024];
    let count = (&socket).read(&mut reply)?;
    parse_reply(&reply[..count])
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
fn parse_reply(reply: &[u8]) -> io::Result<Option<TcpSocket>> {
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
    let unknown = || io::Error::from(io::ErrorKind::InvalidData);
    if reply.get(4..6) == Some(&BY_FAMILY.to_ne_bytes()) {
        return read().map(Some).ok_or_else(unknown);
    }
    if number(HEADER).map(u32::cast_signed) == Some(NONE) { Ok(None) } else { Err(unknown()) }
}

/// Whether a socket has this port, at either end.
///
/// The lines are not parsed: after a load test, tens of thousands of connections are in `TIME_WAIT`.
#[cfg(target_os = "linux")]
pub(crate) fn is_port_listed(port: u16) -> bool {
    tables().iter().any(|table| table.contains(&format!(":{port:04X} ")))
}

fn tables() -> [String; 2] {
    // Where there is no IPv6, there is no table of it.
    ["/proc/net/tcp", "/proc/net/tcp6"].map(|file| fs::read_to_string(file).unwrap_or_default())
}

/// A line of a table.
fn parse_line(line: &str) -> Option<TcpSocket> {
    let fields: Vec<_> = line.split_whitespace().collect();
    let port = |field: &str| u16::from_str_radix(field.rsplit_once(':')?.1, 16).ok();
    let (unacknowledged, unread) = fields.get(4)?.split_once(':')?;
    Some(TcpSocket {
        local_port: port(fields.get(1)?)?,
        remote_port: port(fields.get(2)?)?,
        listens: u8::from_str_radix(fields.get(3)?, 16) == Ok(LISTEN),
        unacknowledged: u64::from_str_radix(unacknowledged, 16).ok()?,
        unread: u64::from_str_radix(unread, 16).ok()?,
        is_orphan: *fields.get(9)? == "0",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_table_is_a_socket() {
        let line = "   1: 0100007F:0439 0100007F:C350 01 00000002:00000010 00:00000000 00000000  0 0 12345 1 0 20 4 30 10 -1";
        let socket = TcpSocket {
            local_port: 1081,
            remote_port: 50_000,
            listens: false,
            unacknowledged: 2,
            unread: 16,
            is_orphan: false,
        };
        assert_eq!(parse_line(line), Some(socket));
        assert_eq!(parse_line("  sl  local_address rem_address"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_listener_and_an_end_of_a_connection_are_found_with_what_is_unread() {
        use crate::poll_until;
        use std::net::{TcpListener, TcpStream};
        for any in ["127.0.0.1:0", "[::1]:0"] {
            let Ok(listener) = TcpListener::bind(any) else { continue };
            let address = listener.local_addr().unwrap();
            let nobody = SocketAddr::new(address.ip(), 0);
            assert!(ask_kernel(address, nobody).unwrap().unwrap().listens, "{any}");
            let mut client = TcpStream::connect(address).unwrap();
            let (accepted, _) = listener.accept().unwrap();
            client.write_all(b"hello").unwrap();
            accepted.peek(&mut [0]).unwrap();
            let found = ask_kernel(address, client.local_addr().unwrap()).unwrap().unwrap();
            assert!(!found.listens && !found.is_orphan, "{found:?}");
            assert_eq!((found.local_port, found.unread), (address.port(), 5));
            drop(listener);
            // A program that another test starts at this moment has the listener too, until it has replaced this one.
            let is_gone = || ask_kernel(address, nobody).unwrap().is_none();
            assert!(poll_until(Duration::from_secs(20), is_gone), "{any}");
        }
    }
}
