//! Experiments that a page asks for.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test reports by panicking")]

#[cfg(target_os = "linux")]
mod calculator;
#[cfg(target_os = "linux")]
mod ending;
#[cfg(target_os = "linux")]
mod every;
mod failing;
mod page;
mod planted;
#[path = "../serving/program.rs"]
mod program;
mod refusing;
#[allow(dead_code, reason = "other tests need more of it")]
#[path = "../support/mod.rs"]
mod support;
