//! A free port that stands for the one of the book.

use anyhow::Context as _;
use std::{
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener},
    ops::RangeInclusive,
    process,
    sync::atomic::{AtomicU32, Ordering},
};

/// The port in the book's commands.
pub(super) const SHOWN: &str = "1081";

/// Where free ports are looked for: below all those that systems give to clients (Linux from 32768, others from 49152),
/// so that no connection takes one.
const FREE: RangeInclusive<u16> = 20_000..=30_000;

/// A port that nobody listens on, and another one each time: an experiment may leave connections of its port behind.
pub(super) fn free_port() -> anyhow::Result<u16> {
    static TRIED: AtomicU32 = AtomicU32::new(0);
    let places = u32::from(FREE.end() - FREE.start());
    let mut ports = (0..places).filter_map(|_| {
        // Programs that run at the same time look in different places.
        let place = process::id().wrapping_add(TRIED.fetch_add(1, Ordering::Relaxed)) % places;
        u16::try_from(place).ok()?.checked_add(*FREE.start())
    });
    let port = ports.find(|port| is_free(*port));
    port.with_context(|| format!("no port from {} to {} is free", FREE.start(), FREE.end()))
}

/// Whether nobody has it, at either of the loopback's addresses.
fn is_free(port: u16) -> bool {
    let addresses = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    addresses.iter().all(|address| {
        let refusal = TcpListener::bind((*address, port)).err().map(|error| error.kind());
        // That there is no IPv6 here does not matter.
        !matches!(refusal, Some(ErrorKind::AddrInUse | ErrorKind::PermissionDenied))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_port_is_free_and_given_once() {
        let (one, other) = (free_port().unwrap(), free_port().unwrap());
        assert_ne!(one, other);
        let _taken = TcpListener::bind((Ipv4Addr::LOCALHOST, other)).unwrap();
        assert!(is_free(one) && !is_free(other));
    }
}
