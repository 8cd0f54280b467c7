//! Tries again without end.
//!
//! Rejected by: a_port_in_use_has_its_own_sentence

use std::{
    net::{SocketAddr, TcpListener},
    thread,
    time::Duration,
};

/// Listens on an address, or says in one sentence why that cannot be.
pub fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    loop {
        if let Ok(listener) = TcpListener::bind(address) {
            return Ok(listener);
        }
        thread::sleep(Duration::from_millis(100));
    }
}
