//! The edition for a web site, where no program grades: each exercise says how to get one that does.

use crate::repository::for_each_chapter;
use mdbook_driver::book::Book;

/// What stands after the command of an exercise.
const NOTE: &str = "**This page can grade you.** Clone CLONE and run `cargo book` in it. Then the page checks your code \
                    each time you save, and shows what went wrong.";

/// Says below each exercise how its page can grade it; `address` is that of the repository, if anybody may clone it.
pub(crate) fn add_notes(book: &mut Book, address: Option<&str>) {
    let repository = address
        .map_or_else(|| "this repository".to_owned(), |address| format!("[this repository]({address})"));
    let note = NOTE.replace("CLONE", &repository);
    for_each_chapter(book, |chapter| chapter.content = with_notes(&chapter.content, &note));
}

fn with_notes(content: &str, note: &str) -> String {
    let mut is_exercise = false;
    let lines = content.split('\n').map(|line| {
        let ends = is_exercise && line == "```";
        is_exercise = !ends && (is_exercise || line.starts_with("```console,exercise-"));
        // Without the blank lines this would be HTML, and no Markdown.
        if ends {
            format!("{line}\n\n<div class=\"web-edition\">\n\n{note}\n\n</div>")
        } else {
            line.to_owned()
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use mdbook_driver::book::{BookItem, Chapter};

    #[test]
    fn an_exercise_says_how_its_page_can_grade() {
        let exercise = "```console,exercise-ex1_1_a\n$ cargo test --test ex1_1_a\n```\n";
        let command = "```console\n$ ls\n```\n";
        for (address, words) in [
            (
                Some("https://a.example/b"),
                "Clone [this repository](https://a.example/b) and run `cargo book`",
            ),
            (None, "Clone this repository and run `cargo book`"),
        ] {
            let mut book = Book::new();
            let content = format!("{exercise}\n{command}");
            book.push_item(BookItem::Chapter(Chapter::new("A", content, "a.md", Vec::new())));
            add_notes(&mut book, address);
            let content: String = book.chapters().map(|chapter| chapter.content.clone()).collect();
            let (before, after) = content.split_once(words).expect("the note");
            assert!(before.starts_with(exercise), "{content}");
            assert!(after.ends_with(&format!("</div>\n\n{command}")), "{content}");
        }
    }
}
