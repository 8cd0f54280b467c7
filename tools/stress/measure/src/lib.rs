//! `cargo measure`: how fast the four models are, what they cost, and how others do.
//!
//! Servers are programs of their own, started for every measurement, so that none inherits the memory of another. What loads
//! them is `wire load`. [`results`] is what is written down; [`table`] and [`plot`] show it.

pub mod arguments;
pub mod calls;
pub mod competitors;
mod idle;
pub mod machine;
mod models;
pub mod plot;
pub mod results;
mod servers;
pub mod table;

use anyhow::Context as _;
use arguments::{Arguments, Settings, What};
use plot::{PLOTS, Plot, draw};
use std::{fs, io::Write, path::Path};

/// What the book includes.
const BOOK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../book/src/measurements");

/// Files by their names, to be written to one folder or two.
type Files = Vec<(String, String)>;

/// Measures what was asked for, writes the files, and shows the tables.
///
/// # Errors
///
/// When something cannot be built, or a file not be written. What cannot be measured is said in the results.
pub fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<()> {
    let settings = &arguments.settings;
    fs::create_dir_all(&settings.out)
        .with_context(|| format!("could not make {}", settings.out.display()))?;
    let (page, files) = measure(settings, arguments.what.unwrap_or(What::Models))?;
    let mut folders = settings.out.display().to_string();
    write_to(&settings.out, files.iter())?;
    if settings.keep {
        // To mdBook each page is a chapter, and none of these is: the book includes their parts.
        let parts =
            files.iter().filter(|(name, _)| Path::new(name).extension().is_none_or(|ending| ending != "md"));
        write_to(Path::new(BOOK), parts)?;
        folders += "\nwritten to book/src/measurements";
    }
    writeln!(out, "{page}\nwritten to {folders}").context("could not show the results")
}

/// What is shown, and what is written: the results as data, as a page, and what the book shows of them.
fn measure(settings: &Settings, what: What) -> anyhow::Result<(String, Files)> {
    Ok(match what {
        What::Models => {
            let measured = models::measure(settings)?;
            let page = table::page(&measured);
            let mut files = vec![file("measurements.json", json(&measured)?), file("measurements.md", &page)];
            files.extend(table::parts(&measured).map(|(name, part)| file(name, part)));
            let plot = |plot: &Plot| Some(file(format!("{}.svg", plot.0), draw(plot, &measured)?));
            files.extend(PLOTS.iter().filter_map(plot));
            (page, files)
        }
        What::Calls => {
            let calls = calls::count(settings)?;
            let table = table::calls(&calls);
            let page = format!("# System calls for a reply\n\n{table}");
            let files =
                [file("calls.json", json(&calls)?), file("calls.md", page), file("calls.txt", &table)];
            (table, files.into())
        }
        What::Competitors => {
            let comparison = competitors::compare(settings)?;
            let tables = table::comparison(&comparison);
            let page = format!("# The same load on others\n\n{tables}");
            let summary = file("peers.txt", table::summary(&comparison));
            (tables, vec![file("peers.json", json(&comparison)?), file("peers.md", page), summary])
        }
    })
}

fn file(name: impl Into<String>, text: impl Into<String>) -> (String, String) {
    (name.into(), text.into())
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
