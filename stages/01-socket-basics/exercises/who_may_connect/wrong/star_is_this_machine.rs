//! Is careful beyond its orders: whoever asks for everyone gets this machine only.
//!
//! Rejected by: a_star_lets_everyone_in

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, TcpListener},
};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    let address: IpAddr = match bind {
        None | Some("*") => Ipv4Addr::LOCALHOST.into(),
        Some(text) => text.parse().map_err(|error| io::Error::new(ErrorKind::InvalidInput, error))?,
    };
    TcpListener::bind((address, port))
}
