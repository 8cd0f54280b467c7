//! Listings that fit the column of the page.

use crate::{book::Chapter, page::Fence, problem::Problem};

/// How wide a listing may be: what rustfmt keeps to (`max_width`), and what `theme/book.css` has room for on a desktop.
const COLUMNS: usize = 110;

/// Lines that the page would cut off. Rustfmt leaves long comments as they are. What a terminal shows is wrapped, as a terminal
/// does it.
pub(crate) fn check(chapter: &Chapter) -> impl Iterator<Item = Problem> {
    let listings = chapter.page.fences.iter().filter(|fence| !fence.is("console"));
    listings.filter_map(|listing| Some(chapter.problem(listing.line, too_wide(listing)?)))
}

fn too_wide(listing: &Fence) -> Option<String> {
    let width = |line: &str| line.chars().count();
    let line = listing.text.lines().find(|line| width(line) > COLUMNS)?;
    let (width, line) = (width(line), line.trim());
    Some(format!(
        "this listing has a line of {width} characters, and the page has room for {COLUMNS}: `{line}`"
    ))
}
