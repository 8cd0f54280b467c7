//! Where the results go: the folder for results, and the book.

use crate::{
    arguments::Settings,
    calls::Calls,
    peers::Comparison,
    plot::{PLOTS, draw},
    results::Measurements,
    table,
};
use anyhow::Context as _;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What the book includes.
const BOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../book/src/measurements");

/// Files by their names, to be written to one folder or two.
pub(crate) type Files = Vec<(String, String)>;

/// The models' measurements, as data, as a page, in parts, and as plots.
pub(crate) fn models(measured: &Measurements) -> anyhow::Result<Files> {
    let mut files = vec![
        ("measurements.json".to_owned(), json(measured)?),
        ("measurements.md".to_owned(), table::page(measured)),
        ("machine.md".to_owned(), table::machine(&measured.machine, measured.rounds, measured.seconds)),
        ("throughput.md".to_owned(), table::throughput(measured)),
        ("latency.md".to_owned(), table::latency(measured)),
        ("cost.md".to_owned(), table::cost(measured)),
        ("idle.md".to_owned(), table::idle(measured)),
        ("remarks.md".to_owned(), table::remarks(measured)),
    ];
    for plot in &PLOTS {
        if let Some(svg) = draw(plot, measured) {
            files.push((format!("{}.svg", plot.name), svg));
        }
    }
    Ok(files)
}

/// The counts of system calls.
pub(crate) fn calls(calls: &Calls) -> anyhow::Result<Files> {
    Ok(vec![("calls.json".to_owned(), json(calls)?), ("calls.md".to_owned(), table::calls(calls))])
}

/// The comparison with others.
pub(crate) fn peers(comparison: &Comparison) -> anyhow::Result<Files> {
    Ok(vec![("peers.json".to_owned(), json(comparison)?), ("peers.md".to_owned(), table::peers(comparison))])
}

/// Writes the files, also for the book if that was asked for; where to.
pub(crate) fn write(files: &Files, settings: &Settings) -> anyhow::Result<Vec<PathBuf>> {
    let mut folders = vec![settings.out.clone()];
    if settings.keep {
        folders.push(PathBuf::from(BOOK));
    }
    for folder in &folders {
        fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
        for (name, text) in files {
            let path = Path::new(folder).join(name);
            fs::write(&path, text).with_context(|| format!("could not write {}", path.display()))?;
        }
    }
    Ok(folders)
}

fn json(value: &impl serde::Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}
