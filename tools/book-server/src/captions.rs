//! The caption of a listing: the file that it is included from, as a link to it.

use crate::repository::for_each_chapter;
use book_checks::resolve;
use mdbook_driver::book::Book;
use std::path::Path;

/// What is included as code. Transcripts, tables of results and pictures are files of the book's own, which nobody opens.
const CODE: [&str; 6] = ["rs", "py", "c", "java", "cfg", "toml"];

/// Puts the name of its file above each listing that is included from one.
pub(crate) fn add_captions(book: &mut Book) {
    for_each_chapter(book, |chapter| {
        if let Some(path) = &chapter.path {
            chapter.content = with_captions(path, &chapter.content);
        }
    });
}

/// The page with a figure around each fence that begins with an included file.
fn with_captions(page: &Path, content: &str) -> String {
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
}
