//! The address of an exercise within its page, without a script: `ex2_1_any_bytes`.

use crate::repository::for_each_chapter;
use mdbook_driver::book::Book;

/// What opens the fence of an exercise, up to its name.
const FENCE: &str = "```console,exercise-";

/// Gives each exercise the id that its name is.
pub(crate) fn add_ids(book: &mut Book) {
    for_each_chapter(book, |chapter| chapter.content = with_ids(&chapter.content));
}

fn with_ids(content: &str) -> String {
    let mut is_exercise = false;
    let lines = content.split('\n').map(|line| {
        if let Some(name) = line.strip_prefix(FENCE) {
            is_exercise = true;
            return format!("<div class=\"exercise\" id=\"{name}\">\n\n{line}");
        }
        let ends = is_exercise && line == "```";
        is_exercise &= !ends;
        if ends { format!("{line}\n\n</div>") } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exercise_has_an_address_and_nothing_else_has() {
        let exercise = "```console,exercise-ex1_1_a\n$ cargo test --test ex1_1_a\n```";
        let command = "```console\n$ ls\n```";
        assert_eq!(
            with_ids(&format!("{exercise}\n\n{command}")),
            format!("<div class=\"exercise\" id=\"ex1_1_a\">\n\n{exercise}\n\n</div>\n\n{command}")
        );
    }
}
