//! Calls `write` in a loop instead of `write_all`, and passes errors on with `and_then`.

use std::{
    io::{self, ErrorKind, Write},
    net::TcpListener,
};

/// Listens on a free port of this machine, and announces it in one line.
pub fn listen_on_any_port(out: &mut impl Write) -> io::Result<TcpListener> {
    TcpListener::bind(("127.0.0.1", 0)).and_then(|listener| {
        let address = listener.local_addr()?;
        let line = format!("http://{}:{}/\n", address.ip(), address.port());
        let mut rest = line.as_bytes();
        while !rest.is_empty() {
            match out.write(rest) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(count) => rest = &rest[count..],
                Err(error) => return Err(error),
            }
        }
        out.flush()?;
        Ok(listener)
    })
}
