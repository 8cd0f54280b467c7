//! A hand tool for experiments: one end of a connection, played by a script of steps.
//!
//! The command line becomes [`Arguments`] and a [`Script`]; [`run`] plays it and shows each byte that goes and comes,
//! with its time. What the peer does is what an experiment is about, so it is shown and never an error.
//!
//! [`load`] is the other half: many clients that send requests at once, and are counted instead of shown.

mod arguments;
mod connection;
mod hold;
pub mod load;
mod role;
mod run;
mod script;
mod transcript;

pub use arguments::{Arguments, seconds};
pub use run::run;
pub use script::{Script, Step, Want};
