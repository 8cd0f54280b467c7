//! The address of an exercise within its page, without a script (`ex2_1_any_bytes`), and on a web site, where no program grades,
//! how to get one that does.

use crate::repository::for_each_chapter;
use mdbook_driver::book::Book;

/// What opens the fence of an exercise, up to its name.
const FENCE: &str = "```console,exercise-";

/// What a web site says below each exercise; `address` is that of the repository, if anybody may clone it.
pub(crate) fn web_note(address: Option<&str>) -> String {
    let repository =
        address.map_or("this repository".into(), |address| format!("[this repository]({address})"));
    format!(
        "**This page can grade you.** Clone {repository} and run `cargo book` in it. Then the page checks your code each time you \
         save, and shows what went wrong."
    )
}

/// Gives each exercise the id that its name is, and says this below it.
pub(crate) fn add_ids(book: &mut Book, note: Option<&str>) {
    // Without the blank lines this would be HTML, and no Markdown.
    let below = note.map(|note| format!("\n\n<div class=\"web-edition\">\n\n{note}\n\n</div>"));
    let below = below.unwrap_or_default();
    for_each_chapter(book, |chapter| chapter.content = with_ids(&chapter.content, &below));
}

fn with_ids(content: &str, below: &str) -> String {
    let mut is_exercise = false;
    let lines = content.split('\n').map(|line| {
        if let Some(name) = line.strip_prefix(FENCE) {
            is_exercise = true;
            return format!("<div class=\"exercise\" id=\"{name}\">\n\n{line}");
        }
        let ends = is_exercise && line == "```";
        is_exercise &= !ends;
        if ends { format!("{line}\n\n</div>{below}") } else { line.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use mdbook_driver::book::{BookItem, Chapter};

    const EXERCISE: &str = "```console,exercise-ex1_1_a\n$ cargo test --test ex1_1_a\n```";
    const COMMAND: &str = "```console\n$ ls\n```";

    #[test]
    fn an_exercise_has_an_address_and_nothing_else_has() {
        assert_eq!(
            with_ids(&format!("{EXERCISE}\n\n{COMMAND}"), ""),
            format!("<div class=\"exercise\" id=\"ex1_1_a\">\n\n{EXERCISE}\n\n</div>\n\n{COMMAND}")
        );
    }

    #[test]
    fn an_exercise_says_how_its_page_can_grade() {
        for (address, words) in [
            (
                Some("https://a.example/b"),
                "Clone [this repository](https://a.example/b) and run `cargo book` in it. Then",
            ),
            (None, "Clone this repository and run `cargo book` in it. Then"),
        ] {
            let mut book = Book::new();
            let content = format!("{EXERCISE}\n\n{COMMAND}");
            book.push_item(BookItem::Chapter(Chapter::new("A", content, "a.md", Vec::new())));
            add_ids(&mut book, Some(&web_note(address)));
            let content: String = book.chapters().map(|chapter| chapter.content.clone()).collect();
            let (before, after) = content.split_once(words).expect("the note");
            assert!(before.contains(EXERCISE), "{content}");
            assert!(after.ends_with(&format!("</div>\n\n{COMMAND}")), "{content}");
        }
    }
}
