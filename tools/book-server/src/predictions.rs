//! The step of building the book that folds what is printed after a prediction.

use crate::repository::for_each_chapter;
use book_checks::fold_transcripts;
use mdbook_driver::{book::Book, errors::Result};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

/// Comes after mdBook's own steps, so the transcripts are in the pages.
pub(crate) struct Predictions;

impl Preprocessor for Predictions {
    fn name(&self) -> &'static str {
        "predictions"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> Result<Book> {
        for_each_chapter(&mut book, |chapter| chapter.content = fold_transcripts(&chapter.content));
        Ok(book)
    }
}
