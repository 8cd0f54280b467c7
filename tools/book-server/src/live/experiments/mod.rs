//! Experiments: run on the reader's word, and shown in every page that has them.
//!
//! What is run is in a table of this program ([`book_checks::EXPERIMENTS`]); a page can only name one. Its programs are
//! those of the workspace, built by cargo as `cargo run` would, and they talk on the loopback at a port that is free.

mod bench;
mod build;
mod call;
mod news;
mod play;
mod screen;
mod terminal;
mod text;

pub(crate) use bench::Bench;
pub(crate) use call::call;
