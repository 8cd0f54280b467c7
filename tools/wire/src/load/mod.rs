//! `wire load`: many clients that send requests at once and check every reply, and how long the replies took.
//!
//! One thread runs all clients in an event loop: one read and one write for each event, and nothing allocated once it
//! runs. So what is measured is the server, as long as a processor is left for both.

mod arguments;
mod client;
mod clients;
mod report;
mod requests;
mod run;

pub use arguments::{Arguments, DEEPEST_PIPELINE, HIGHEST_RATE, LONGEST_LINE, Line, MOST_CLIENTS};
pub use clients::Load;
pub use report::{Latency, Report};
pub use run::run;
