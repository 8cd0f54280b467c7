//! `wire load`: many clients that ask at once and check every reply, and how long the replies took.
//!
//! One thread serves all clients with whatever is ready: one read and one write a turn, and nothing allocated once it
//! runs. So what is measured is the server, as long as a processor is left for both.

mod arguments;
mod client;
mod cost;
mod crowd;
mod pace;
mod progress;
mod questions;
mod report;
mod run;
mod stop;
mod tally;

pub use arguments::{Arguments, DEEPEST_PIPELINE, HIGHEST_RATE, LONGEST_LINE, Line, MOST_CLIENTS};
pub use report::{Latency, Report};
pub use run::{Load, run};
pub use stop::Stopper;
pub use tally::Wrong;
