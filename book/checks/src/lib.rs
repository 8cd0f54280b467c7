//! What must hold for the book's sources, and which file and line are at fault where it does not.
//!
//! mdBook itself is lenient: it exits with 0 on a missing include, shows an empty block for a missing anchor, and
//! says nothing of dead links. [`check`] reads the sources as mdBook does, and says it all before anything is built.

mod book;
mod cargo;
mod commands;
mod exercises;
mod experiments;
mod include;
mod links;
mod listings;
mod page;
mod pictures;
mod predictions;
mod problem;
mod program;
mod prose;
mod questions;
mod relative_path;
mod repository;
mod running;
mod sentences;
mod wording;
mod workspace;

pub use exercises::exercise_tables;
pub use experiments::{CommandLine, EXPERIMENTS, Experiment, Lines, MOMENT, Step};
pub use predictions::fold_transcripts;
pub use problem::Problem;
pub use program::Program;
pub use relative_path::resolve;
pub use workspace::Workspace;

use book::Book;
use std::path::Path;

/// Everything that does not hold for the book in the folder `book` of `root`, by file and line.
///
/// # Errors
///
/// When the book cannot be read at all. A file that it names and that is not there is a [`Problem`].
pub fn check(root: &Path, workspace: &Workspace) -> anyhow::Result<Vec<Problem>> {
    let mut problems = Vec::new();
    let book = Book::read(root, &mut problems)?;
    for chapter in &book.chapters {
        problems.extend(links::check(&book, chapter));
        problems.extend(commands::check(chapter, workspace));
        problems.extend(commands::check_transcripts(chapter));
        problems.extend(listings::check(chapter));
        problems.extend(running::check(chapter));
        problems.extend(predictions::check(chapter));
        problems.extend(wording::check_sentences(chapter));
    }
    exercises::check(&book, workspace, &mut problems);
    exercises::check_sections(root, &book, workspace, &mut problems);
    experiments::check(&book, &mut problems);
    questions::check(&book, &mut problems);
    sentences::check(&book, workspace, &mut problems);
    wording::check_terms(&book, &mut problems);
    links::check_redirects(root, &book, &mut problems)?;
    pictures::check(&book, &mut problems)?;
    repository::check(root, &mut problems);
    problems.sort();
    problems.dedup();
    Ok(problems)
}
