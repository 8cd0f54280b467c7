//! Listings that fit the column of the page.

use crate::{book::Chapter, problem::Problem};

/// How wide a listing may be: what rustfmt keeps to (`max_width`), and what `theme/book.css` has room for on a desktop.
const COLUMNS: usize = 110;

/// Lines that the page would cut off. Rustfmt leaves long comments as they are. What a terminal shows is wrapped, as a terminal
/// does it.
pub(crate) fn check(chapter: &Chapter) -> impl Iterator<Item = Problem> {
    let listings = chapter.page.fences.iter().filter(|fence| !fence.is("console"));
    listings.filter_map(|listing| {
        let mut lines = listing.text.lines().map(|line| (line.chars().count(), line.trim()));
        let (width, line) = lines.find(|(width, _)| *width > COLUMNS)?;
        let reason = format!(
            "this listing has a line of {width} characters, and the page has room for {COLUMNS}: `{line}`"
        );
        Some(chapter.problem(listing.line, reason))
    })
}
