//! Stage 2: a server listens, accepts, reads and writes.
//!
//! [`serve`] takes one client in after another; [`echo`] is what it does with each.

mod echo;
mod serve;

pub use echo::{BUFFER, echo};
pub use serve::{IDLE_TIMEOUT, serve};
