//! A client that was let in.

use crate::{closing::is_dismissal, gate::Permit};
use socket_basics::{reason, tell};
use std::{io, net::SocketAddr};

/// A client that was let in, and what we have of its connection.
pub(crate) struct Guest<S> {
    // Declared, and so dropped, before the permit: whoever has given back its permit has freed its descriptor.
    pub(crate) stream: S,
    pub(crate) address: SocketAddr,
    pub(crate) permit: Permit,
}

impl<S> Guest<S> {
    /// The same guest, with something else made of its connection.
    pub(crate) fn map<T>(self, make: impl FnOnce(S) -> T) -> Guest<T> {
        Guest { stream: make(self.stream), address: self.address, permit: self.permit }
    }
}

/// Tells how a conversation ended: by the client, after how many lines; by us, at closing time; or why it broke off.
pub(crate) fn tell_end(address: SocketAddr, outcome: &io::Result<u64>) {
    match outcome {
        Ok(count) => tell(format_args!("{address} left; lines answered: {count}")),
        Err(error) if is_dismissal(error) => tell(format_args!("{address} dismissed")),
        Err(error) => tell(format_args!("{address} lost: {}", reason(error))),
    }
}
