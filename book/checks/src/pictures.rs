//! Pictures that everybody can see, or hear, and that Markdown leaves whole.

use crate::{
    book::Book,
    page::attributes,
    problem::{Problem, has_extension, path_from, read},
};
use anyhow::Context as _;
use std::{collections::HashMap, fs};

/// The folders of the sources: what people have drawn, and what `cargo measure` draws.
const FOLDERS: [&str; 2] = ["pictures", "measurements"];

/// What gives a picture colours of its own, or what is not drawn.
const COLOURS: [&str; 7] = ["fill=\"#", "stroke=\"#", "fill:#", "stroke:#", "<style", "<script", "<image"];

pub(crate) fn check(book: &Book, problems: &mut Vec<Problem>) -> anyhow::Result<()> {
    note_repeated(book, problems);
    for folder in FOLDERS.map(|name| book.src.join(name)) {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.with_context(|| format!("could not read {}", folder.display()))?.path();
            let file = path_from(&book.src, &path);
            if has_extension(&file, "svg") {
                check_picture(&file, &read(&path)?, problems);
            }
        }
    }
    Ok(())
}

/// The ids of a picture would be there twice on the page that prints the whole book.
fn note_repeated(book: &Book, problems: &mut Vec<Problem>) {
    let mut seen = HashMap::new();
    for chapter in &book.chapters {
        for included in &chapter.included {
            let name = included.file.rsplit('/').next().filter(|name| has_extension(name, "svg"));
            let before = name.and_then(|name| Some((name, seen.insert(name, &chapter.path)?)));
            if let Some((name, before)) = before {
                let reason = format!("`{name}` is in `{before}` already; a picture is shown once");
                problems.push(chapter.problem(included.line, reason));
            }
        }
    }
}

fn check_picture(file: &str, text: &str, problems: &mut Vec<Problem>) {
    let mut complain = |line, reason: String| problems.push(Problem::in_source(file, line, reason));
    let first = text.lines().next().unwrap_or_default();
    if !first.starts_with("<svg ") || !first.ends_with('>') {
        let reason = "the first line is to be the whole <svg …> tag, or Markdown takes it for text";
        complain(1, reason.to_owned());
    }
    let needed = ["role=\"img\"", "class=\"picture\"", "viewBox=\"", "aria-labelledby=\""];
    for needed in needed.iter().filter(|needed| !first.contains(**needed)) {
        complain(1, format!("the <svg> tag has no {needed}"));
    }
    let labels = attributes(first, " aria-labelledby").flat_map(str::split_whitespace);
    for id in labels.filter(|id| !text.contains(&format!("id=\"{id}\""))) {
        complain(1, format!("nothing has the id `{id}`, which is to label the picture"));
    }
    let name = file.rsplit('/').next().unwrap_or_default().trim_end_matches(".svg");
    for (line, number) in text.lines().zip(1..) {
        if line.trim().is_empty() {
            complain(number, "a blank line ends the picture: Markdown takes the rest for text".to_owned());
        }
        for id in attributes(line, " id").filter(|id| !id.starts_with(name)) {
            complain(number, format!("the id `{id}` does not begin with the picture's name, `{name}`"));
        }
        for colour in COLOURS.iter().filter(|colour| line.contains(**colour)) {
            let reason =
                format!("`{colour}` does not follow the theme; use the classes of theme/pictures.css");
            complain(number, reason);
        }
    }
}
