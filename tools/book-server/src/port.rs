//! A port to listen on.

use anyhow::Context as _;
use std::{
    io::ErrorKind,
    net::{Ipv4Addr, TcpListener},
};

/// How many ports are tried before we give up.
const TRIES: u16 = 20;

/// Listens on the loopback, at this port or, if that is taken, the next one that is free.
pub(crate) fn listen(port: u16) -> anyhow::Result<TcpListener> {
    for candidate in port..=port.saturating_add(TRIES) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, candidate)) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            other => return other.with_context(|| format!("could not listen on 127.0.0.1:{candidate}")),
        }
    }
    anyhow::bail!("port {port} and the {TRIES} after it are all taken; choose another one with --port")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_port_is_taken_where_one_is_in_use() {
        let first = listen(0).unwrap().local_addr().unwrap().port().min(60_000);
        let taken = listen(first).unwrap().local_addr().unwrap();
        let _held = TcpListener::bind(taken).unwrap();
        let next = listen(taken.port()).unwrap().local_addr().unwrap();
        assert!(next.ip().is_loopback() && next.port() > taken.port(), "{taken} {next}");
    }
}
