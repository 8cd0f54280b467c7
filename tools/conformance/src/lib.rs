//! `cargo conformance`: judges a server or a client, in whatever language it is written, by the sentences of the protocol.
//!
//! A [`Subject`] is what a program can be judged as. Its [`Section`]s are the rungs of a ladder, in the order of the book, and
//! each holds [`Check`]s. [`judge`] runs them against a [`Target`], which has a fresh server or client for each, and fills
//! in a [`Report`].
//!
//! [`run`] does what the [`Arguments`] ask for.

mod arguments;
mod backpressure;
mod check;
mod client;
mod client_command;
mod client_program;
mod command;
mod connection;
mod failure;
mod json_report;
mod judge;
mod junit;
mod lesson;
mod played_server;
mod process;
mod report;
mod run;
mod sections;
mod selection;
mod shown;
mod speed;
mod subject;
mod target;
mod text_report;
mod traffic;
mod trial;
mod usage;

pub use arguments::Arguments;
pub use check::{Check, Level, Section};
pub use client_program::{ClientProgram, Exit};
pub use json_report::JsonReport;
pub use judge::judge;
pub use lesson::Lesson;
pub use report::{Outcome, Report, Verdict};
pub use run::{exit_code, run};
pub use speed::{Row, Speed};
pub use subject::Subject;
pub use target::{Running, Target, Unusable};
pub use trial::Limits;
