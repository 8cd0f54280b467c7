//! The texts of an exercise as a page shows them: hints and the task as HTML, our solution beside the learner's, and what cargo
//! and the compiler say.

use pulldown_cmark::{Event, Parser, html::push_html};
use regex::Regex;
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};
use std::path::{MAIN_SEPARATOR, Path};

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

/// What cargo, or the grader, says that it does, as the page says it.
pub(super) fn phase(words: &str) -> String {
    let (first, rest) = words.split_once(' ').unwrap_or((words, ""));
    let package = rest.split(' ').next().unwrap_or_default();
    match first {
        "Compiling" => format!("compiling your code and what it uses ({package})"),
        "Blocking" | "waiting" => "waiting for another build to end".to_owned(),
        "Updating" | "Locking" | "Downloading" | "Downloaded" => "downloading what it uses".to_owned(),
        "Finished" => "starting the checks".to_owned(),
        "running" => "running the checks on your code".to_owned(),
        _ => "compiling your code".to_owned(),
    }
}

/// An absolute path up to the source of the standard library, where rustup has it, or up to that of a package, where cargo has
/// it: below a folder for each registry. It begins after a space, or after an escape sequence, which ends in an `m`.
const PLACES: &str = r"(\x1b\[[\d;]*m)?[^\s\x1b]*(/lib/rustlib/src/rust/|/registry/src/[^/]*/)";

/// The same message with paths from the workspace's root, from the top of the standard library, or from a package.
pub(super) fn without_places(message: &str, root: &Path) -> String {
    let message = message.replace(&format!("{}{MAIN_SEPARATOR}", root.display()), "");
    Regex::new(PLACES).map_or(message.clone(), |places| places.replace_all(&message, "$1").into_owned())
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

    #[test]
    fn what_cargo_says_is_said_in_other_words() {
        for (said, shown) in [
            (
                "Compiling echo v0.1.0 (/home/me/tutorial/stages/02-echo)",
                "compiling your code and what it uses (echo)",
            ),
            ("Blocking waiting for file lock on build directory", "waiting for another build to end"),
            ("waiting for another grading to build", "waiting for another build to end"),
            ("running 2.5 half_close", "running the checks on your code"),
            ("", "compiling your code"),
        ] {
            assert_eq!(phase(said), shown, "{said}");
        }
    }

    #[test]
    fn paths_begin_where_they_mean_the_same_on_every_machine() {
        let root = Path::new("/home/me/tutorial");
        for (said, shown) in [
            ("--> /home/me/tutorial/stages/02-echo/src/lib.rs:5:1", "--> stages/02-echo/src/lib.rs:5:1"),
            (
                "\x1b[34m::: \x1b[0m/home/me/.rustup/toolchains/stable/lib/rustlib/src/rust/library/core/src/x.rs:1:2",
                "\x1b[34m::: \x1b[0mlibrary/core/src/x.rs:1:2",
            ),
            (
                "--> /home/me/.cargo/registry/src/index.crates.io-1949/mio-1.0.4/src/lib.rs:1:1",
                "--> mio-1.0.4/src/lib.rs:1:1",
            ),
            ("expected `u8`", "expected `u8`"),
        ] {
            assert_eq!(without_places(said, root), shown);
        }
    }
}
