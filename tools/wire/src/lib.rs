//! A hand tool for experiments: one end of a connection, played by a script of steps.
//!
//! The command line becomes [`Arguments`] and a [`Script`]; [`run`] plays it and shows each byte that goes and comes,
//! with its time. What the peer does is what an experiment is about, so it is shown and never an error.
//!
//! [`load`] is the other half: many clients that ask at once, and are counted instead of shown.

mod arguments;
mod connection;
mod escape;
mod excerpt;
mod hold;
pub mod load;
mod number;
mod receive;
mod run;
mod script;
mod send;
mod side;
mod step;
mod transcript;
mod wait;
mod words;

pub use arguments::Arguments;
pub use run::run;
pub use script::Script;
pub use step::{Step, Want};
pub use words::StepError;
