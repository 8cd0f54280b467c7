//! Terminals for the book: what a chapter shows of one is what a test saw there.
//!
//! A test plays a [`Scene`]. It opens a [`Terminal`] for each that the reader has open, types the very commands that the
//! reader is to type, waits for what they bring, and keeps what the terminal shows. The chapter includes it:
//!
//! ```no_run
//! let scene = book::Scene::new();
//! let mut server = scene.server("cargo run -p calculator-server -- localhost 1081");
//! let mut client = scene.terminal();
//! client.run(r#"cargo wire localhost 1081 send "2+3*4\n" receive"#).ends();
//! server.wait_for("left").keep("first_server");
//! client.keep("first_client");
//! ```
//!
//! ````text
//! ```console
//! {{#include ../transcripts/snapshots/first_client.snap:5:}}
//! ```
//! ````
//!
//! Facts stay as they were. Only what changes from run to run is replaced: the free port that stands in for 1081
//! (or another up to 1089) is shown as that, clients have the ports 50312, 50318, … in the order in which they are first
//! seen, and `localhost` is 127.0.0.1. Times are those of the run that was kept, and a later run may have others.
//!
//! The programs are those of this workspace, beside the test's executable; `cargo test` at the workspace's root builds
//! them, and so does `cargo build`. `INSTA_UPDATE=always cargo test -p book` keeps what is new: read it before you commit it.
#![cfg(unix)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "a panic is how test support reports that a promise was broken, and a step may be taken for that alone"
)]

mod chapters;
mod command;
mod keep;
mod ports;
mod terminal;

pub use keep::keep;
pub use terminal::{Scene, Terminal};
