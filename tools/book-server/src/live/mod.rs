//! What pages may ask of the program that serves them, and what they are told.
//!
//! A page can have programs run on the reader's machine, so a call counts only if it comes from a page that we served
//! in this run: [`guard`] says how we know. What a page names is looked up among known things, never used as a path.
//! Work is done by [`Jobs`](jobs::Jobs), which can be stopped and end with us. What becomes of it is sent through the [`EventBus`], which all pages
//! see alike, and which a page that comes back gets as a whole.

mod calculator;
mod event_bus;
mod exercises;
mod experiments;
mod guard;
mod jobs;
mod last_run;
mod routes;

pub(crate) use calculator::Calculator;
pub(crate) use event_bus::EventBus;
pub(crate) use exercises::ExerciseService;
pub(crate) use experiments::ExperimentRunner;
pub(crate) use guard::{Guard, Token, at_home};
pub(crate) use last_run::LastRun;
pub(crate) use routes::{IMMUTABLE, Live, SCRIPT, VERSION, routes};
