//! The two servers of a model, and what is known of them.

use crate::{
    flat::Levels,
    server::{Server, Size},
    station::Station,
    tally::Tally,
};
use std::{
    net::{Ipv4Addr, SocketAddr},
    ops::Range,
    path::Path,
};

/// Where servers are put: below the ports that systems give to outgoing connections (Linux from 32,768 on). Between two
/// lives of a server, one of our own clients could be given its port.
const PORTS: Range<u16> = 10_000..32_000;

/// How many ports are tried: that so many of them are taken means that something else is wrong.
const TRIES: usize = 20;

/// One model's share in a run.
pub(crate) struct Team {
    pub(crate) model: &'static str,
    /// What the steady server and the restarted one are called.
    pub(crate) names: [String; 2],
    pub(crate) steady: Station,
    pub(crate) restarted: Station,
    pub(crate) tally: Tally,
    pub(crate) levels: Levels,
}

impl Team {
    pub(crate) fn start(program: &Path, model: &'static str) -> anyhow::Result<(Self, [Server; 2])> {
        let (steady, one) = put(program, model, Size::Small)?;
        let (restarted, other) = put(program, model, Size::Ample)?;
        let names = ["steady", "restarted"].map(|which| format!("{model}, {which}"));
        let (tally, levels) = (Tally::default(), Levels::default());
        Ok((Self { model, names, steady, restarted, tally, levels }, [one, other]))
    }
}

/// Starts a server on a port that is free.
fn put(program: &Path, model: &str, size: Size) -> anyhow::Result<(Station, Server)> {
    let mut tried = 1;
    loop {
        // Not the seed's to say: two runs with the same seed may go on at the same time.
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, fastrand::u16(PORTS)));
        let station = Station::new(address);
        match Server::start(program, model, size, &station) {
            Err(error) if tried == TRIES => return Err(error),
            Err(_) => tried += 1,
            Ok(server) => return Ok((station, server)),
        }
    }
}
