//! Stage 5: many clients at once, and a clean end.
//!
//! [`Server`] takes clients in at its door until it is told to [stop](Stopper::stop). Who then talks with each is the
//! [`Model`]'s to say, and the only thing in which the models differ:
//!
//! - `threads`: a thread for each client;
//! - `pool`: a fixed crew of threads, and a queue of those who wait for one;
//! - `async`: a task for each client, on a few threads that do whatever is ready.
//!
//! The door, the gate that bounds how many are inside, the patience with each of them, and the way out are the same.

mod closing;
mod descriptors;
mod door;
mod gate;
mod guest;
mod lingering_close;
mod lock;
mod model;
mod panics;
mod patience;
mod pool;
mod queue;
mod scratch;
mod server;
mod settings;
mod signals;
mod stop;
mod talk;
mod tasks;
mod threads;

pub use descriptors::raise_descriptor_limit;
pub use model::Model;
pub use panics::log_panics;
pub use server::{Answer, GRACE, Server};
pub use settings::Settings;
pub use signals::stop_on_signals;
pub use stop::Stopper;
