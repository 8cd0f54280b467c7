//! What the build adds to the chapters: captions of listings, addresses of exercises, and folds around what a prediction is about.

use book_checks::{fold_transcripts, resolve};
use mdbook_driver::{
    book::{Book, BookItem, Chapter},
    errors::Result,
};
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use std::path::Path;

/// Changes each chapter, whatever else the book has.
pub(crate) fn for_each_chapter(book: &mut Book, mut change: impl FnMut(&mut Chapter)) {
    book.for_each_mut(|item| {
        if let BookItem::Chapter(chapter) = item {
            change(chapter);
        }
    });
}

/// What is included as code. Transcripts, tables of results and pictures are files of the book's own, which nobody opens.
const CODE: [&str; 6] = ["rs", "py", "c", "java", "cfg", "toml"];

/// The page with a figure around each fence that begins with an included file.
pub(crate) fn with_captions(page: &Path, content: &str) -> String {
    let mut lines = content.split('\n').peekable();
    let mut out = Vec::new();
    while let Some(line) = lines.next() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let file = lines.peek().filter(|_| opens(line)).and_then(|next| included_code(page, next));
        let Some(file) = file else {
            out.push(line.to_owned());
            continue;
        };
        let up = "../".repeat(page.components().count() + 1);
        let caption = format!("[`{file}`]({up}{file})");
        // Without the blank lines this would be HTML, and no Markdown.
        let head = ["<figure class=\"listing\">", "<figcaption>", "", &caption, "", "</figcaption>", ""];
        out.extend(head.map(|line| format!("{indent}{line}")));
        out.push(line.to_owned());
        let code = lines.by_ref().take_while(|line| line.trim() != "```");
        out.extend(code.map(str::to_owned));
        out.extend(["```", "", "</figure>"].map(|line| format!("{indent}{line}")));
    }
    out.join("\n")
}

/// Whether this line begins a block of code.
fn opens(line: &str) -> bool {
    line.trim_start().strip_prefix("```").is_some_and(|info| !info.is_empty() && !info.starts_with("console"))
}

/// The file of code that this line includes, from the top of the repository.
fn included_code(page: &Path, line: &str) -> Option<String> {
    let argument = line.trim().strip_prefix("{{#include ")?.strip_suffix("}}")?;
    let file = argument.split(':').next()?;
    let extension = Path::new(file).extension()?.to_str()?;
    CODE.contains(&extension).then_some(())?;
    resolve(&format!("book/src/{}", page.to_str()?), file)
}

/// What opens the fence of an exercise, up to its name.
const FENCE: &str = "```console,exercise-";

/// What a web site says below each exercise; `address` is that of the repository, if anybody may clone it.
pub(crate) fn web_note(address: Option<&str>) -> String {
    let repository =
        address.map_or("this repository".into(), |address| format!("[this repository]({address})"));
    // Without the blank lines this would be HTML, and no Markdown.
    format!(
        "\n\n<div class=\"web-edition\">\n\n\
         **This page can grade you.** Clone {repository} and run `cargo book` in it. Then the page checks your code each time you \
         save, and shows what went wrong.\n\n</div>"
    )
}

/// The page with the name of each exercise as its id, and with this below it.
pub(crate) fn with_ids(content: &str, below: &str) -> String {
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

/// Folds what is printed after a prediction. It comes after mdBook's own steps, so the transcripts are in the pages.
pub(crate) struct Predictions;

impl Preprocessor for Predictions {
    fn name(&self) -> &'static str {
        "predictions"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> Result<Book> {
        for_each_chapter(&mut book, |chapter| chapter.content = fold_transcripts(&chapter.content));
        Ok(book)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(content: &str) -> String {
        with_captions(Path::new("2-echo/a.md"), content)
    }

    #[test]
    fn a_listing_has_the_file_that_it_is_included_from_above_it() {
        let listing =
            "Text.\n\n```rust,ignore\n{{#include ../../../stages/02-echo/src/a.rs:b}}\n```\n\nMore.";
        assert_eq!(
            page(listing),
            "Text.\n\n<figure class=\"listing\">\n<figcaption>\n\n\
             [`stages/02-echo/src/a.rs`](../../../stages/02-echo/src/a.rs)\n\n</figcaption>\n\n\
             ```rust,ignore\n{{#include ../../../stages/02-echo/src/a.rs:b}}\n```\n\n</figure>\n\nMore."
        );
    }

    #[test]
    fn a_file_of_the_book_is_named_from_the_top_of_the_repository_too() {
        let example = page("```rust\n{{#include ../../examples/a.rs:4:}}\n```");
        assert!(example.contains("[`book/examples/a.rs`](../../../book/examples/a.rs)"), "{example}");
        let beside = page("```python\n{{#include a.py}}\n```");
        assert!(beside.contains("[`book/src/2-echo/a.py`](../../../book/src/2-echo/a.py)"), "{beside}");
    }

    #[test]
    fn transcripts_results_and_what_was_typed_here_have_none() {
        for content in [
            "```console\n{{#include ../transcripts/snapshots/a.snap:5:}}\n```",
            "```text\n{{#include ../measurements/a.txt}}\n```",
            "```rust\nlet a = 1;\n```\n",
            "{{#include ../pictures/a.svg}}",
        ] {
            assert_eq!(page(content), content);
        }
    }

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
            let content = with_ids(&format!("{EXERCISE}\n\n{COMMAND}"), &web_note(address));
            let (before, after) = content.split_once(words).expect("the note");
            assert!(before.contains(EXERCISE), "{content}");
            assert!(after.ends_with(&format!("</div>\n\n{COMMAND}")), "{content}");
        }
    }
}
