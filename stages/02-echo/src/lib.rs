//! Stage 2: a server listens, accepts, reads and writes.
//!
//! [`serve`] accepts one client after another; [`echo`] sends back what a client sends.

mod echo;
mod serve;

pub use echo::{BUFFER_SIZE, echo};
pub use serve::{IDLE_TIMEOUT, serve};
