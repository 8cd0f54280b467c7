//! `cargo book` while it serves: what readers get, and what pages can have done.
#![allow(clippy::unwrap_used, reason = "a test reports by panicking")]

#[cfg(unix)]
mod checking;
mod load;
mod pages;
mod planted;
mod program;
mod protection;
#[path = "../support/mod.rs"]
mod support;
