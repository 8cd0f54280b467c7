//! The step of building the book that folds what is printed after a prediction.

use book_checks::fold_transcripts;
use mdbook_driver::{
    book::{Book, BookItem},
    errors::Result,
};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

/// Comes after mdBook's own steps, so the transcripts are in the pages.
pub(crate) struct Predictions;

impl Preprocessor for Predictions {
    fn name(&self) -> &'static str {
        "predictions"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> Result<Book> {
        book.for_each_mut(|item| {
            if let BookItem::Chapter(chapter) = item {
                chapter.content = fold_transcripts(&chapter.content);
            }
        });
        Ok(book)
    }
}
