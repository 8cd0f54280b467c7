//! Our solution beside the learner's, line by line.

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// A line, and who has it.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Line {
    whose: &'static str,
    text: String,
}

/// All lines of both, but for what a file says at its top: there a stub has the task.
pub(super) fn compare(mine: &str, ours: &str) -> Vec<Line> {
    let (mine, ours) = (without_title(mine), without_title(ours));
    let changes = TextDiff::from_lines(&mine, &ours);
    let line = |change: similar::Change<&str>| {
        let whose = match change.tag() {
            ChangeTag::Equal => "both",
            ChangeTag::Delete => "mine",
            ChangeTag::Insert => "ours",
        };
        Line { whose, text: change.value().trim_end_matches(['\r', '\n']).to_owned() }
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
    fn each_line_says_who_has_it_and_the_task_is_left_out() {
        let lines =
            compare("//! The task.\r\n\r\nfn a() {\r\n    1\r\n}\r\n", "//! Ours.\n\nfn a() {\n    2\n}\n");
        let lines: Vec<_> = lines.iter().map(|line| (line.whose, line.text.as_str())).collect();
        assert_eq!(lines, [("both", "fn a() {"), ("mine", "    1"), ("ours", "    2"), ("both", "}")]);
    }
}
