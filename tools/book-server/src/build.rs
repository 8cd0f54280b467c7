//! From the sources to a site. What mdBook complains about on the way is an error: it goes on, and we do not.

use crate::{
    chapters::{Predictions, for_each_chapter, web_note, with_captions, with_ids},
    repository,
    site::Place,
};
use anyhow::Context as _;
use book_checks::Problem;
use mdbook_driver::MDBook;
use std::{
    collections::BTreeSet,
    fmt, fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};
use support::lock;
use tracing::{Event, Level, Metadata, Subscriber, field, span, subscriber};

/// Folders of the sources that mdBook copies into a site, although their files are all included in its pages.
const INCLUDED: [&str; 2] = ["pictures", "transcripts"];

/// Who reads a site.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edition {
    /// Whoever runs `cargo book`, which grades.
    Served,
    /// Visitors of a web site.
    Web,
}

/// Checks the sources and, if nothing is wrong with them that matters, writes the site into a folder.
pub(crate) fn build(
    Place { root, workspace, .. }: &Place,
    out: &Path,
    edition: Edition,
    matters: impl Fn(&Problem) -> bool,
) -> anyhow::Result<Vec<Problem>> {
    let mut problems = book_checks::check(root, workspace)?;
    problems.retain(matters);
    if problems.is_empty() {
        let complaints = Complaints::default();
        let outcome = subscriber::with_default(complaints.clone(), || render(root, out, edition));
        problems.extend(lock(&complaints.0).iter().map(|complaint| located(root, complaint)));
        problems.extend(outcome.err().map(|error| failed(&format!("{error:#}"))));
    }
    Ok(problems)
}

/// Why mdBook gave up: what it cannot read is its configuration or the list of chapters, and of that it tells the line.
fn failed(reason: &str) -> Problem {
    let digits = reason.split("SUMMARY.md line ").nth(1).unwrap_or_default();
    let line =
        digits.split(|letter: char| !letter.is_ascii_digit()).next().and_then(|line| line.parse().ok());
    let file = if line.is_some() { "book/src/SUMMARY.md" } else { "book/book.toml" };
    Problem { file: file.to_owned(), line: line.unwrap_or(1), reason: on_one_line(reason) }
}

fn render(root: &Path, out: &Path, edition: Edition) -> anyhow::Result<()> {
    let mut book = MDBook::load(root.join("book"))?;
    out.clone_into(&mut book.config.build.build_dir);
    let address = repository::address(root);
    let note = if edition == Edition::Web { web_note(address.as_deref()) } else { String::new() };
    let mut files = BTreeSet::new();
    for_each_chapter(&mut book.book, |chapter| {
        let mut content = with_ids(&chapter.content, &note);
        if let Some(address) = &address {
            content = repository::with_address(&content, address);
        }
        if let Some(page) = &chapter.path {
            content = repository::with_copies(page, &with_captions(page, &content), &mut files);
        }
        chapter.content = content;
    });
    if let Some(address) = address {
        book.config.set("output.html.git-repository-url", address)?;
    }
    book.with_preprocessor(Predictions).build()?;
    repository::copy(&files, root, out)?;
    for folder in INCLUDED {
        match fs::remove_dir_all(out.join(folder)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// A complaint of mdBook, with the chapter that it names (`… in `2-echo/reset.md` …`) and the line of the tag.
fn located(root: &Path, complaint: &str) -> Problem {
    let is_chapter = |named: &&str| {
        Path::new(named).extension().is_some_and(|extension| extension == "md") && !named.contains(' ')
    };
    let named = complaint.split('`').find(is_chapter);
    let chapter = named.unwrap_or("SUMMARY.md").replace('\\', "/");
    let tag = complaint.split('`').find(|part| part.starts_with('<')).unwrap_or_default();
    let text = fs::read_to_string(root.join("book/src").join(&chapter)).unwrap_or_default();
    let start = tag.trim_end_matches('>');
    let index = text.lines().position(|line| !start.is_empty() && line.contains(start));
    let line = index.map_or(1, |index| index + 1);
    Problem { file: format!("book/src/{chapter}"), line, reason: on_one_line(complaint) }
}

fn on_one_line(reason: &str) -> String {
    reason.lines().collect::<Vec<_>>().join(" ")
}

/// The warnings and errors in mdBook's log.
#[derive(Clone, Default)]
struct Complaints(Arc<Mutex<Vec<String>>>);

impl Subscriber for Complaints {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut |field: &field::Field, value: &dyn fmt::Debug| {
            if field.name() == "message" {
                lock(&self.0).push(format!("{value:?}"));
            }
        });
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// A folder that may be replaced by a site: a new or an empty one, or a site that was built before.
pub(crate) fn replaceable(out: &Path) -> anyhow::Result<PathBuf> {
    let is_free = match fs::read_dir(out) {
        Ok(mut entries) => entries.next().is_none() || out.join(".nojekyll").is_file(),
        Err(error) => error.kind() == ErrorKind::NotFound,
    };
    anyhow::ensure!(is_free, "{} has something else in it; name a new folder with --out", out.display());
    std::path::absolute(out).with_context(|| format!("could not tell where {} is", out.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_of_mdbook_is_located() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("book/src")).unwrap();
        fs::write(root.path().join("book/src/a.md"), "# A\n\nb <p>c\n").unwrap();
        let problem =
            located(root.path(), "unclosed HTML tag `<p>` found in `a.md` while\nexiting Paragraph");
        assert_eq!((problem.file.as_str(), problem.line), ("book/src/a.md", 3));
        assert!(problem.reason.ends_with("while exiting Paragraph"));
    }

    #[test]
    fn a_folder_with_something_else_in_it_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        assert!(replaceable(folder.path()).is_ok());
        assert!(replaceable(&folder.path().join("new")).is_ok());
        fs::write(folder.path().join("thesis.txt"), "").unwrap();
        assert!(replaceable(folder.path()).unwrap_err().to_string().contains("--out"));
        fs::write(folder.path().join(".nojekyll"), "").unwrap();
        assert!(replaceable(folder.path()).is_ok());
    }

    #[test]
    fn warnings_and_errors_are_heard_and_nothing_else() {
        let complaints = Complaints::default();
        subscriber::with_default(complaints.clone(), || {
            tracing::info!("building");
            tracing::warn!("unclosed {}", "<p>");
            tracing::error!("no file");
        });
        assert_eq!(*lock(&complaints.0), ["unclosed <p>", "no file"]);
    }
}
