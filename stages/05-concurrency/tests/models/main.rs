//! The server under every model. One program has all of these tests: most of them wait, and so they wait at the same time.

#[path = "../support/mod.rs"]
mod support;

mod accept_queue;
mod concurrent_clients;
mod limits;
mod lingering_close;
mod logging;
mod program;
mod shutdown;
mod signals;
mod suspended;
mod urgent_data;
