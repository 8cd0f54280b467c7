//! The texts of an exercise as a page shows them: hints and the task as HTML, and our solution beside the learner's.

use pulldown_cmark::{Event, Parser, html::push_html};
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

/// A hint, which is a section of a hints.md: its heading as `title`, and the rest as `html`.
pub(super) fn hint(section: &str) -> Value {
    let (heading, text) = section.split_once('\n').unwrap_or((section, ""));
    json!({ "title": heading.trim_start_matches('#').trim(), "html": html(text) })
}

/// Markdown as HTML. Tags in it are shown as text.
pub(super) fn html(markdown: &str) -> String {
    let events = Parser::new(markdown).map(|event| match event {
        Event::Html(tag) | Event::InlineHtml(tag) => Event::Text(tag),
        other => other,
    });
    let mut html = String::new();
    push_html(&mut html, events);
    html
}

/// All lines of both, each with `whose` it is and its `text`, but for what a file says at its top: there a stub has the task.
pub(super) fn compare(mine: &str, ours: &str) -> Value {
    let (mine, ours) = (without_title(mine), without_title(ours));
    let changes = TextDiff::from_lines(&mine, &ours);
    let line = |change: similar::Change<&str>| {
        let whose = match change.tag() {
            ChangeTag::Equal => "both",
            ChangeTag::Delete => "mine",
            ChangeTag::Insert => "ours",
        };
        json!({ "whose": whose, "text": change.value().trim_end_matches(['\r', '\n']) })
    };
    changes.iter_all_changes().map(line).collect()
}

fn without_title(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let lines = text.lines().skip_while(|line| line.starts_with("//!") || line.trim().is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_is_its_heading_and_its_text_in_which_tags_are_text() {
        let hint = hint("## The shape\n\n1. Call `read`,\n   twice.\n2. <script>alert(1)</script>\n");
        assert_eq!(hint["title"], "The shape");
        assert_eq!(
            hint["html"],
            "<ol>\n<li>Call <code>read</code>,\ntwice.</li>\n<li>&lt;script&gt;alert(1)&lt;/script&gt;\n</li>\n</ol>\n"
        );
    }

    #[test]
    fn each_line_says_who_has_it_and_the_task_is_left_out() {
        let lines =
            compare("//! The task.\r\n\r\nfn a() {\r\n    1\r\n}\r\n", "//! Ours.\n\nfn a() {\n    2\n}\n");
        let expected = [("both", "fn a() {"), ("mine", "    1"), ("ours", "    2"), ("both", "}")];
        let expected = expected.iter().map(|(whose, text)| json!({ "whose": whose, "text": text }));
        assert_eq!(lines, expected.collect::<Value>());
    }
}
