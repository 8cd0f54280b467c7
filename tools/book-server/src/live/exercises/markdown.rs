//! Markdown of the exercises as HTML for a page. Tags in it are shown as text.

use pulldown_cmark::{Event, Parser, html::push_html};
use serde::Serialize;

/// A hint, as a page shows it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Hint {
    pub(crate) title: String,
    pub(crate) html: String,
}

impl Hint {
    /// A section of a hints.md, which begins with its heading.
    pub(super) fn of(section: &str) -> Self {
        let (heading, text) = section.split_once('\n').unwrap_or((section, ""));
        Self { title: heading.trim_start_matches('#').trim().to_owned(), html: html(text) }
    }
}

pub(super) fn html(markdown: &str) -> String {
    let events = Parser::new(markdown).map(|event| match event {
        Event::Html(tag) | Event::InlineHtml(tag) => Event::Text(tag),
        other => other,
    });
    let mut html = String::new();
    push_html(&mut html, events);
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_its_heading_and_its_text_in_which_tags_are_text() {
        let hint = Hint::of("## The shape\n\n1. Call `read`,\n   twice.\n2. <script>alert(1)</script>\n");
        assert_eq!(hint.title, "The shape");
        assert_eq!(
            hint.html,
            "<ol>\n<li>Call <code>read</code>,\ntwice.</li>\n<li>&lt;script&gt;alert(1)&lt;/script&gt;\n</li>\n</ol>\n"
        );
    }
}
