//! Turns every setting into the text of an address first, and parses that.

use std::{
    io::{self, ErrorKind},
    net::{IpAddr, SocketAddr, TcpListener},
};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    let text = match bind.unwrap_or("127.0.0.1") {
        "*" => "0.0.0.0",
        text => text,
    };
    let Ok(ip) = text.parse::<IpAddr>() else {
        return Err(ErrorKind::InvalidInput.into());
    };
    TcpListener::bind(SocketAddr::new(ip, port))
}
