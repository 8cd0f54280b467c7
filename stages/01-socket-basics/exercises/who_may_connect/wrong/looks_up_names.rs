//! Passes the setting to `bind`, which resolves names.
//!
//! Rejected by: a_setting_that_is_not_an_address_is_an_error

use std::{io, net::TcpListener};

/// Listens on the port, for those whom the setting lets in; without a setting, for this machine only.
pub fn listen(bind: Option<&str>, port: u16) -> io::Result<TcpListener> {
    let host = match bind {
        None => "127.0.0.1",
        Some("*") => "0.0.0.0",
        Some(host) => host,
    };
    TcpListener::bind((host, port))
}
