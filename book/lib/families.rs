//! Which addresses this machine has.

use std::{
    io::{self, Write as _},
    net::{Ipv6Addr, TcpListener},
};

/// Whether this machine has IPv6. If not, it is said on standard error that a test is skipped.
pub fn has_ipv6() -> bool {
    let has = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_ok();
    if !has {
        // Unlike what eprintln! prints, it is seen where the test passes.
        let _ = writeln!(io::stderr(), "SKIPPED: this machine has no IPv6");
    }
    has
}
