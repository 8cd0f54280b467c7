//! `cargo soak`: the concurrent server, under clients that do everything wrong, for as long as you like.
//!
//! Two servers of each model run side by side. One runs all the time: what it uses of memory, threads and descriptors is
//! looked at whenever no client is connected. The other is stopped and started again under load, over and over. Both have
//! healthy clients, which check every reply, and as many faulty ones.

mod arguments;
mod client;
mod connection;
mod counters;
mod faults;
mod levels;
mod load;
mod log;
mod model_run;
mod pending;
mod report;
mod requests;
mod run;
mod server;
mod shutdown_check;
mod state;
mod target;

pub use arguments::{Arguments, Models};
pub use run::run;
