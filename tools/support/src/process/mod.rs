//! Processes: started, watched, signalled, and ended with all that they have started.

mod limited;
#[cfg(unix)]
mod orphans;
mod output;
mod server;
mod signal;
mod statistics;
mod supervisor;

pub use limited::{Finished, run_with_limit};
pub use output::Output;
pub use server::{KillOnDrop, ServerProcess, StartError, describe_exit};
#[cfg(unix)]
pub use signal::default_in_children;
pub use signal::{Signal, detach_from_terminal};
pub use statistics::{ProcessStatistics, count_descriptors, raise_fd_limit};
pub use supervisor::{ProcessGroup, ProcessSupervisor};
