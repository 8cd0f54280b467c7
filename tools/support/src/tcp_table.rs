//! The TCP sockets of this machine, as Linux lists them in `/proc/net/tcp` and `/proc/net/tcp6` (proc(5)).

use std::{fs, net::SocketAddr};

/// One of them, listening or an end of a connection.
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

/// What stands for a socket that listens, `TCP_LISTEN` of the kernel's `tcp_states.h`.
const LISTENS: &str = "0A";

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

/// The socket with these ends; if there is none, one that listens at the local address. `None` also where the system does not
/// tell (it is not Linux).
#[must_use]
pub fn find_tcp_socket(local: SocketAddr, remote: SocketAddr) -> Option<TcpSocket> {
    #[cfg(target_os = "linux")]
    if let Ok(found) = crate::sock_diag::find(local, remote) {
        return found;
    }
    // A kernel that is an imitation may have the tables alone.
    let tables = tables();
    let sockets = || tables.iter().flat_map(|table| table.lines().skip(1)).filter_map(parse);
    let of_port = || sockets().filter(|socket| socket.local_port == local.port());
    let connection = of_port().find(|socket| socket.remote_port == remote.port());
    connection.or_else(|| of_port().find(|socket| socket.listens))
}

fn parse(line: &str) -> Option<TcpSocket> {
    let fields: Vec<_> = line.split_whitespace().collect();
    let port = |field: &str| u16::from_str_radix(field.rsplit_once(':')?.1, 16).ok();
    let (unacknowledged, unread) = fields.get(4)?.split_once(':')?;
    Some(TcpSocket {
        local_port: port(fields.get(1)?)?,
        remote_port: port(fields.get(2)?)?,
        listens: *fields.get(3)? == LISTENS,
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
        assert_eq!(parse(line), Some(socket));
        assert_eq!(parse("  sl  local_address rem_address"), None);
    }
}
