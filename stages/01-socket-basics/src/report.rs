//! What the first chapter explains, shown on the reader's own machine.

use crate::{Endpoint, Kind, PortRange, listen, reason, scope::scope};
use anyhow::Context as _;
use socket2::{Domain, Socket};
use std::{
    io::{self, ErrorKind, Write},
    net::{SocketAddr, TcpListener, TcpStream},
};

/// Writes the whole report on an endpoint: its name, its port, the kinds of socket, what binding gives, and the two
/// ends of a connection to itself.
///
/// # Errors
///
/// When the name has no address, none of its addresses can be listened on, or the report cannot be written.
pub fn report(endpoint: &Endpoint, out: &mut impl Write) -> anyhow::Result<()> {
    let addresses = endpoint.resolve()?;
    name(endpoint, &addresses, out)?;
    writeln!(out, "\nPort {} is {}.", endpoint.port, PortRange::of(endpoint.port))?;
    kinds(family(&addresses), out)?;
    let listener = binding(endpoint, out)?;
    connection(&listener, out).context("could not connect the program to itself")
}

fn name(endpoint: &Endpoint, addresses: &[SocketAddr], out: &mut impl Write) -> io::Result<()> {
    let count = addresses.len();
    let noun = if count == 1 { "address" } else { "addresses" };
    writeln!(out, "{} stands for {count} {noun}:", endpoint.host)?;
    for address in addresses {
        let family = if address.is_ipv4() { "IPv4, 32 bits" } else { "IPv6, 128 bits" };
        writeln!(out, "  {:<16} {family}, {}", without_port(address), scope(address))?;
    }
    Ok(())
}

/// The address, and after a `%` the number of the interface where it needs one (RFC 4007, section 11).
fn without_port(address: &SocketAddr) -> String {
    match address {
        SocketAddr::V6(v6) if v6.scope_id() != 0 => format!("{}%{}", v6.ip(), v6.scope_id()),
        _ => address.ip().to_string(),
    }
}

/// The family to make sockets of: IPv4 where the name has it, since a system without IPv6 may still know such addresses.
fn family(addresses: &[SocketAddr]) -> Domain {
    if addresses.iter().any(SocketAddr::is_ipv4) { Domain::IPV4 } else { Domain::IPV6 }
}

fn kinds(family: Domain, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\nThe three kinds of socket, as this system makes them:")?;
    for kind in Kind::ALL {
        writeln!(out, "  {kind:<16} {}", verdict(kind.open(family)))?;
    }
    Ok(())
}

fn verdict(socket: io::Result<Socket>) -> String {
    match socket {
        Ok(_) => "made".into(),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            "refused: it sees other programs' packets, so the system gives it only to administrators".into()
        }
        Err(error) => format!("refused: {}", reason(&error)),
    }
}

fn binding(endpoint: &Endpoint, out: &mut impl Write) -> anyhow::Result<TcpListener> {
    let listener = listen(endpoint)?;
    writeln!(out, "\nBinding to {endpoint} gave {}.", listener.local_addr()?)?;
    Ok(listener)
}

// ANCHOR: connection
/// Connects to the listener from this very program; nobody need accept for the connection to stand.
fn connection(listener: &TcpListener, out: &mut impl Write) -> io::Result<()> {
    let client = TcpStream::connect(listener.local_addr()?)?;
    let (server, _) = listener.accept()?;
    writeln!(out, "\nA connection to itself has two ends, each with two addresses:")?;
    for (end, stream) in [("client", &client), ("server", &server)] {
        writeln!(out, "  {end} end: local {}, peer {}", stream.local_addr()?, stream.peer_addr()?)?;
    }
    Ok(())
}
// ANCHOR_END: connection

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raw_socket_without_the_privilege_is_explained_and_not_an_error() {
        let refused = verdict(Err(ErrorKind::PermissionDenied.into()));
        assert!(refused.contains("only to administrators"), "{refused}");
    }

    #[test]
    fn an_address_is_shown_with_its_interface_where_it_has_one() {
        let shown = ["127.0.0.1:1", "[::1]:1", "[fe80::1%7]:1"]
            .map(|address| without_port(&address.parse().unwrap()));
        assert_eq!(shown, ["127.0.0.1", "::1", "fe80::1%7"]);
    }
}
