//! Refuses letters, and leaves the rest to the system, which accepts 127.1 as an address.
//!
//! Rejected by: a_setting_that_is_not_an_address_is_an_error

use std::{
    io::{self, ErrorKind},
    net::TcpListener,
};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    let host = match bind {
        None => "127.0.0.1",
        Some("*") => "0.0.0.0",
        Some(text) => text,
    };
    let numeric = |letter: char| letter.is_ascii_hexdigit() || letter == '.' || letter == ':';
    if host.is_empty() || !host.chars().all(numeric) {
        return Err(ErrorKind::InvalidInput.into());
    }
    TcpListener::bind((host, port)).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse | ErrorKind::AddrNotAvailable => error,
        _ => ErrorKind::InvalidInput.into(),
    })
}
