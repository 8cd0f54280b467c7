//! Where the results go: the folder for results, and the book.

use crate::{
    arguments::Settings,
    calls::Calls,
    competitors::Comparison,
    plot::{PLOTS, draw},
    results::Measurements,
    summary::summary,
    table,
};
use anyhow::Context as _;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What the book includes.
const BOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../book/src/measurements");

/// Files by their names, to be written to one folder or two.
pub(crate) type Files = Vec<(String, String)>;

/// The models' measurements, as data, as a page, in parts, and as plots.
pub(crate) fn models(measured: &Measurements) -> anyhow::Result<Files> {
    let mut files = vec![
        ("measurements.json".to_owned(), json(measured)?),
        ("measurements.md".to_owned(), table::page(measured)),
        ("machine.txt".to_owned(), table::machine(&measured.machine, measured.rounds, measured.seconds)),
        ("throughput.txt".to_owned(), table::throughput(measured)),
        ("latency.txt".to_owned(), table::latency(measured)),
        ("cost.txt".to_owned(), table::cost(measured)),
        ("idle.txt".to_owned(), table::idle(measured)),
        ("remarks.txt".to_owned(), table::remarks(measured)),
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
    let table = table::calls(calls);
    let page = format!("# System calls for a reply\n\n{table}");
    Ok(vec![
        ("calls.json".to_owned(), json(calls)?),
        ("calls.md".to_owned(), page),
        ("calls.txt".to_owned(), table),
    ])
}

/// The comparison with others.
pub(crate) fn competitors(comparison: &Comparison) -> anyhow::Result<Files> {
    let table = table::competitors(comparison);
    let page = format!("# The same load on others\n\n{table}");
    Ok(vec![
        ("peers.json".to_owned(), json(comparison)?),
        ("peers.md".to_owned(), page),
        ("peers.txt".to_owned(), summary(comparison)),
    ])
}

/// Writes the files, also for the book if that was asked for; where to.
pub(crate) fn write(files: &Files, settings: &Settings) -> anyhow::Result<Vec<PathBuf>> {
    let mut folders = vec![settings.out.clone()];
    write_to(&settings.out, files.iter())?;
    if settings.keep {
        // To mdBook each page is a chapter, and none of these is: the book includes their parts.
        let parts =
            files.iter().filter(|(name, _)| Path::new(name).extension().is_none_or(|ending| ending != "md"));
        write_to(Path::new(BOOK), parts)?;
        folders.push(PathBuf::from("book/src/measurements"));
    }
    Ok(folders)
}

fn write_to<'a>(folder: &Path, files: impl Iterator<Item = &'a (String, String)>) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    for (name, text) in files {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("could not write {}", path.display()))?;
    }
    Ok(())
}

fn json(value: &impl serde::Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}
