//! `cargo measure`: how fast the four models are, what they cost, and how others do.
//!
//! Servers and `wire load` are programs of their own, started for every measurement, so that none inherits the memory of
//! another. [`results`] is what is written down; [`table`] and [`plot`] show it.

pub mod arguments;
pub mod calls;
mod competitor;
pub mod competitors;
mod idle;
mod kernel_memory;
mod load;
pub mod machine;
mod models;
mod number;
pub mod plot;
pub mod results;
mod servers;
pub mod summary;
pub mod table;
mod write;

use anyhow::Context as _;
use arguments::{Arguments, What};
use std::{fs, io::Write};

/// Measures what was asked for, writes the files, and shows the tables.
///
/// # Errors
///
/// When something cannot be built, or a file not be written. What cannot be measured is said in the results.
pub fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<()> {
    let settings = &arguments.settings;
    fs::create_dir_all(&settings.out)
        .with_context(|| format!("could not make {}", settings.out.display()))?;
    let (files, page) = match arguments.what.unwrap_or(What::Models) {
        What::Models => {
            let measured = models::measure(settings)?;
            (write::models(&measured)?, table::page(&measured))
        }
        What::Calls => {
            let calls = calls::count(settings)?;
            (write::calls(&calls)?, table::calls(&calls))
        }
        What::Competitors => {
            let comparison = competitors::compare(settings)?;
            (write::competitors(&comparison)?, table::competitors(&comparison))
        }
    };
    let folders = write::write(&files, settings)?;
    writeln!(out, "{page}").context("could not show the results")?;
    for folder in folders {
        writeln!(out, "written to {}", folder.display()).context("could not show the results")?;
    }
    Ok(())
}
