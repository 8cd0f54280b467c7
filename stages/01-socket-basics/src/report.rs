//! The report: what part 1 explains, shown on the reader's own machine.

use crate::{Endpoint, PortRange, SocketType, listen, reason, scope::scope};
use anyhow::Context as _;
use socket2::{Domain, Socket};
use std::{
    io::{self, ErrorKind, Write},
    net::{SocketAddr, TcpListener, TcpStream},
};

/// Writes the whole report on an endpoint: its name, its port, the types of socket, what binding gives, and both
/// endpoints of a connection to itself.
///
/// # Errors
///
/// If the name has no address, if none of its addresses can be bound, or if the report cannot be written.
pub fn report(endpoint: &Endpoint, out: &mut impl Write) -> anyhow::Result<()> {
    let addresses = endpoint.resolve()?;
    name(endpoint, &addresses, out)?;
    writeln!(out, "\nPort {} is {}.", endpoint.port, PortRange::of(endpoint.port))?;
    types(family(&addresses), out)?;
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

/// The address, and after a `%` the number of its interface if it has one (RFC 4007, section 11).
fn without_port(address: &SocketAddr) -> String {
    match address {
        SocketAddr::V6(v6) if v6.scope_id() != 0 => format!("{}%{}", v6.ip(), v6.scope_id()),
        _ => address.ip().to_string(),
    }
}

/// The family of the sockets: IPv4 if the name has it, because a system without IPv6 may still resolve IPv6 addresses.
fn family(addresses: &[SocketAddr]) -> Domain {
    if addresses.iter().any(SocketAddr::is_ipv4) { Domain::IPV4 } else { Domain::IPV6 }
}

fn types(family: Domain, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "\nThe three types of socket, as this system makes them:")?;
    for socket_type in SocketType::ALL {
        writeln!(out, "  {socket_type:<16} {}", outcome(socket_type.open(family)))?;
    }
    Ok(())
}

fn outcome(socket: io::Result<Socket>) -> String {
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
/// Connects to the listener from this same program. The kernel makes the connection before `accept` is
/// called.
fn connection(listener: &TcpListener, out: &mut impl Write) -> io::Result<()> {
    let client = TcpStream::connect(listener.local_addr()?)?;
    let (server, _) = listener.accept()?;
    writeln!(out, "\nA connection to itself has two endpoints, each with two addresses:")?;
    for (role, stream) in [("client", &client), ("server", &server)] {
        writeln!(out, "  {role}: local {}, peer {}", stream.local_addr()?, stream.peer_addr()?)?;
    }
    Ok(())
}
// ANCHOR_END: connection

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raw_socket_without_the_privilege_is_explained_and_not_an_error() {
        let refused = outcome(Err(ErrorKind::PermissionDenied.into()));
        assert!(refused.contains("only to administrators"), "{refused}");
    }

    #[test]
    fn an_address_is_shown_with_its_interface_if_it_has_one() {
        let shown = ["127.0.0.1:1", "[::1]:1", "[fe80::1%7]:1"]
            .map(|address| without_port(&address.parse().unwrap()));
        assert_eq!(shown, ["127.0.0.1", "::1", "fe80::1%7"]);
    }
}
