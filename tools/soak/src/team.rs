//! The two servers of a model, and what is known of them.

use crate::{
    flat::Levels,
    server::{Server, Size},
    station::Station,
    tally::Tally,
};
use std::path::Path;
use support::ReservedPort;

/// One model's share in a run.
pub(crate) struct Team {
    pub(crate) model: &'static str,
    /// What the steady server and the restarted one are called.
    pub(crate) names: [String; 2],
    pub(crate) steady: Station,
    pub(crate) restarted: Station,
    pub(crate) tally: Tally,
    pub(crate) levels: Levels,
    /// What keeps the ports ours between two lives of a server.
    pub(crate) _ports: Vec<ReservedPort>,
}

impl Team {
    pub(crate) fn start(program: &Path, model: &'static str) -> anyhow::Result<(Self, [Server; 2])> {
        let ports = vec![ReservedPort::new()?, ReservedPort::new()?];
        let [steady, restarted] = [0, 1].map(|number: usize| Station::new(ports[number].port()));
        let one = Server::start(program, model, Size::Small, &steady)?;
        let other = Server::start(program, model, Size::Ample, &restarted)?;
        let names = ["steady", "restarted"].map(|which| format!("{model}, {which}"));
        let (tally, levels) = (Tally::default(), Levels::default());
        Ok((Self { model, names, steady, restarted, tally, levels, _ports: ports }, [one, other]))
    }
}
