//! Pictures that everybody can see, or hear, and that Markdown leaves whole.

use crate::{book::Book, problem::Problem};
use anyhow::Context as _;
use std::{collections::HashMap, fs, path::Path};

pub(crate) fn check(book: &Book, problems: &mut Vec<Problem>) -> anyhow::Result<()> {
    note_repeated(book, problems);
    // Those that people have drawn, and those that `cargo measure` draws.
    for folder in ["pictures", "measurements"] {
        check_folder(book, folder, problems)?;
    }
    Ok(())
}

fn check_folder(book: &Book, name: &str, problems: &mut Vec<Problem>) -> anyhow::Result<()> {
    let folder = book.src.join(name);
    let Ok(entries) = fs::read_dir(&folder) else { return Ok(()) };
    for entry in entries {
        let path = entry.with_context(|| format!("could not read {}", folder.display()))?.path();
        if path.extension().is_some_and(|extension| extension == "svg") {
            let text =
                fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
            check_picture(name, &path, &text, problems);
        }
    }
    Ok(())
}

/// The ids of a picture would be there twice on the page that prints the whole book.
fn note_repeated(book: &Book, problems: &mut Vec<Problem>) {
    let mut seen = HashMap::new();
    for chapter in &book.chapters {
        for included in &chapter.included {
            let name = included.file.rsplit('/').next().unwrap_or_default();
            if !has_extension(name, "svg") {
                continue;
            }
            if let Some(before) = seen.insert(name, &chapter.path) {
                let reason = format!("`{name}` is in `{before}` already; a picture is shown once");
                problems.push(chapter.problem(included.line, reason));
            }
        }
    }
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == extension)
}

fn check_picture(folder: &str, path: &Path, text: &str, problems: &mut Vec<Problem>) {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut complain = |line, reason: String| {
        problems.push(Problem::in_source(&format!("{folder}/{name}.svg"), line, reason));
    };
    let first = text.lines().next().unwrap_or_default();
    if !first.starts_with("<svg ") || !first.ends_with('>') {
        complain(
            1,
            "the first line is to be the whole <svg …> tag, or Markdown takes it for text".to_owned(),
        );
    }
    for needed in ["role=\"img\"", "class=\"picture\"", "viewBox=\"", "aria-labelledby=\""] {
        if !first.contains(needed) {
            complain(1, format!("the <svg> tag has no {needed}"));
        }
    }
    for id in words_of(first, "aria-labelledby=\"") {
        if !text.contains(&format!("id=\"{id}\"")) {
            complain(1, format!("nothing has the id `{id}`, which is to label the picture"));
        }
    }
    for (line, number) in text.lines().zip(1..) {
        check_line(&name, line, &mut |reason| complain(number, reason));
    }
}

fn check_line(name: &str, line: &str, complain: &mut dyn FnMut(String)) {
    if line.trim().is_empty() {
        complain("a blank line ends the picture: Markdown takes the rest for text".to_owned());
    }
    for id in words_of(line, " id=\"") {
        if !id.starts_with(name) {
            complain(format!("the id `{id}` does not begin with the picture's name, `{name}`"));
        }
    }
    for colour in ["fill=\"#", "stroke=\"#", "fill:#", "stroke:#", "<style", "<script", "<image"] {
        if line.contains(colour) {
            complain(format!("`{colour}` does not follow the theme; use the classes of theme/pictures.css"));
        }
    }
}

/// The words in the first attribute that begins like this.
fn words_of<'a>(line: &'a str, attribute: &str) -> impl Iterator<Item = &'a str> {
    let value = line.split_once(attribute).and_then(|(_, rest)| rest.split_once('"'));
    value.map_or("", |(value, _)| value).split_whitespace()
}
