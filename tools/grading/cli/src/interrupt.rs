//! Ctrl+C ends the programs that run, and then us.

use crate::leash::Leash;
use anyhow::Context as _;
use std::process;

/// The exit code of a program that Ctrl+C has ended: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

/// Makes Ctrl+C end what runs, and then us.
pub(crate) fn handle(leash: Leash) -> anyhow::Result<()> {
    // Whoever waits for what was ended must not tell of it.
    let end = move || leash.end_and(|| process::exit(INTERRUPTED));
    ctrlc::set_handler(end).context("could not take care of Ctrl+C")
}
