//! Uses the port only when nothing is set.
//!
//! Rejected by: the_port_is_the_one_that_was_asked_for

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, TcpListener},
};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    match bind {
        None => TcpListener::bind((Ipv4Addr::LOCALHOST, port)),
        Some("*") => TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)),
        Some(text) => {
            let address: IpAddr =
                text.parse().map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?;
            TcpListener::bind((address, 0))
        }
    }
}
