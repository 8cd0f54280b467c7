//! A pause that grows up to a second, and an error that is sorted by a function of its own.

use std::{
    io::{self, ErrorKind},
    time::Duration,
};

/// Accepts the next client, through any shortage.
pub fn accept_next<C>(
    mut accept: impl FnMut() -> io::Result<C>,
    mut pause: impl FnMut(Duration),
) -> io::Result<C> {
    let mut time = Duration::from_millis(5);
    loop {
        let error = match accept() {
            Ok(client) => return Ok(client),
            Err(error) => error,
        };
        match meaning(&error) {
            Meaning::OneClient => continue,
            Meaning::TheEnd => return Err(error),
            Meaning::Shortage => {
                pause(time);
                time = (time * 2).min(Duration::from_secs(1));
            }
        }
    }
}

enum Meaning {
    OneClient,
    Shortage,
    TheEnd,
}

fn meaning(error: &io::Error) -> Meaning {
    match error.kind() {
        ErrorKind::Interrupted | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset => {
            Meaning::OneClient
        }
        ErrorKind::InvalidInput => Meaning::TheEnd,
        _ => Meaning::Shortage,
    }
}
