//! `cargo soak`: the concurrent server, under clients that do everything wrong, for as long as you like.
//!
//! Two servers of each model run side by side. One lives through it all: what it holds in memory and descriptors is
//! taken whenever everybody has left. The other is stopped and started again under load, over and over. Both serve
//! healthy clients, which check every reply, and as many with faults.

mod arguments;
mod client;
mod evidence;
mod executable;
mod farewell;
mod fault;
mod flat;
mod healthy;
mod ledger;
mod life;
mod listening;
mod patience;
mod progress;
mod question;
mod report;
mod round;
mod run;
mod server;
mod soak;
mod station;
mod talk;
mod tally;
mod team;

pub use arguments::{Arguments, Models};
pub use run::run;
