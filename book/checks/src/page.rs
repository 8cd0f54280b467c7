//! A page as mdBook makes it of Markdown: its ids, links, fences and pictures, each with its line.

use crate::prose::{self, Block, options};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Parser, Tag, TagEnd};
use std::{cell::RefCell, collections::HashSet, ops::Range};

const NO_WORDS: &str = "this image has no words for those who cannot see it";

/// What the checks want to know of a page.
#[derive(Default)]
pub(crate) struct Page {
    pub(crate) ids: HashSet<String>,
    pub(crate) links: Vec<Link>,
    pub(crate) fences: Vec<Fence>,
    /// Code within a sentence.
    pub(crate) codes: Vec<Fence>,
    /// Its paragraphs and the items of its lists.
    pub(crate) prose: Vec<Block>,
    /// What is wrong with the page in itself.
    pub(crate) faults: Vec<(usize, String)>,
}

/// A link, or an image.
pub(crate) struct Link {
    pub(crate) target: String,
    pub(crate) line: usize,
}

/// A block of code, with the words after its opening fence.
#[derive(Default)]
pub(crate) struct Fence {
    pub(crate) info: String,
    pub(crate) text: String,
    /// Of the opening fence.
    pub(crate) line: usize,
}

impl Fence {
    /// Whether a word such as `console` stands after the opening fence.
    pub(crate) fn is(&self, word: &str) -> bool {
        words(&self.info).any(|known| known == word)
    }
}

/// The words after an opening fence.
pub(crate) fn words(info: &str) -> impl Iterator<Item = &str> {
    info.split(',').map(str::trim)
}

/// The ticks that close the fence which this line opens.
pub(crate) fn opening(line: &str) -> Option<&str> {
    let ticks = line.len() - line.trim_start_matches('`').len();
    (ticks >= 3).then_some(&line[..ticks])
}

/// The lines of a text as it was written, by their numbers, each with the words after the opening of the fence around it. What
/// opens and closes a fence stands outside of it.
pub(crate) fn numbered_lines(text: &str) -> impl Iterator<Item = (usize, &str, Option<&str>)> {
    let mut fence = None;
    (1..).zip(text.lines()).map(move |(number, line)| {
        // A quote may have fences, too.
        let trimmed = line.trim_start_matches(['>', ' ']);
        let begins = fence.is_none();
        let around = fence.filter(|(ticks, _)| *ticks != trimmed.trim_end());
        fence = if begins { opening(trimmed).map(|ticks| (ticks, &trimmed[ticks.len()..])) } else { around };
        (number, line, around.map(|(_, info)| info))
    })
}

/// Tells of a terminal's lines, one after the other, whether they are typed: at a prompt, or after a backslash.
pub(crate) fn typed_lines() -> impl FnMut(&str) -> bool {
    let mut goes_on = false;
    move |line| {
        let is_typed = goes_on || line.starts_with("$ ");
        goes_on = is_typed && line.ends_with('\\');
        is_typed
    }
}

/// A reader of events, which knows what it is in the middle of.
struct Reading<'a> {
    page: Page,
    /// Which line of the chapter an offset stands for.
    line: &'a dyn Fn(&Range<usize>) -> usize,
    /// The elements that it is in: of an image, the heading around it, too.
    open: Vec<Open>,
    used: HashSet<String>,
}

/// A heading, a term, an image or a block of code.
struct Open {
    line: usize,
    /// The id that a heading was given, or the words after a fence.
    word: Option<String>,
    text: String,
}

impl Page {
    /// Reads Markdown; `line` tells which line of the chapter a line of it stands for.
    pub(crate) fn parse(text: &str, line: &dyn Fn(usize) -> usize) -> Self {
        let line = |range: &Range<usize>| line(text[..range.start].matches('\n').count() + 1);
        let broken = RefCell::new(Vec::new());
        let note = |link: BrokenLink<'_>| {
            if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
                let reason = format!("the link [{}] leads nowhere", link.reference);
                broken.borrow_mut().push((line(&link.span), reason));
            }
            None
        };
        let mut prose = prose::Reading::default();
        let mut reading =
            Reading { page: Self::default(), line: &line, open: Vec::new(), used: HashSet::new() };
        for (event, range) in
            Parser::new_with_broken_link_callback(text, options(), Some(note)).into_offset_iter()
        {
            prose.read(&event, || line(&range));
            reading.read(event, &range);
        }
        let mut page = Self { prose: prose.blocks(), ..reading.page };
        page.faults.append(&mut broken.borrow_mut());
        page
    }

    /// The fences that have a word of this class after their opening, such as `exercise-…`, each with the rest of the word.
    pub(crate) fn fences_of<'a>(&'a self, class: &'a str) -> impl Iterator<Item = (&'a str, &'a Fence)> {
        self.fences.iter().flat_map(move |fence| {
            let names = words(&fence.info).filter_map(move |word| word.strip_prefix(class));
            names.map(move |name| (name, fence))
        })
    }
}

impl Reading<'_> {
    fn read(&mut self, event: Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => {
                self.text(&text);
                let line = (self.line)(range);
                self.page.codes.push(Fence { text: text.into_string(), line, info: String::new() });
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, (self.line)(range)),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        let line = (self.line)(range);
        if let Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } = &tag {
            self.page.links.push(Link { target: dest_url.to_string(), line });
        }
        let word = match tag {
            Tag::Heading { id, .. } => id,
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Some(info),
            Tag::CodeBlock(CodeBlockKind::Indented) | Tag::DefinitionListTitle | Tag::Image { .. } => None,
            _ => return,
        };
        self.open.push(Open { line, word: word.map(CowStr::into_string), text: String::new() });
    }

    fn end(&mut self, tag: TagEnd) {
        use TagEnd::{CodeBlock, DefinitionListTitle, Heading, Image};
        let has_text = matches!(tag, Heading(_) | DefinitionListTitle | CodeBlock | Image);
        let Some(Open { line, word, text }) = has_text.then(|| self.open.pop()).flatten() else { return };
        match (tag, word) {
            (CodeBlock, Some(info)) => {
                let fence = Fence { info, text, line };
                // The book server gives an exercise the id that its name is.
                self.page.ids.extend(
                    words(&fence.info).filter_map(|word| word.strip_prefix("exercise-")).map(str::to_owned),
                );
                self.page.fences.push(fence);
            }
            (CodeBlock, None) => {}
            (Image, _) if text.trim().is_empty() => self.page.faults.push((line, NO_WORDS.to_owned())),
            (Image, _) => self.text(&text),
            (_, id) => {
                let id = id.unwrap_or_else(|| unique(&id_of(&text), &mut self.used));
                self.page.ids.insert(id);
            }
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.text.push_str(text);
        }
    }

    fn html(&mut self, html: &str, line: usize) {
        self.page.ids.extend(attributes(html, " id").map(str::to_owned));
        for name in [" href", " src"] {
            let links = attributes(html, name).map(|target| Link { target: target.to_owned(), line });
            self.page.links.extend(links);
        }
        if html.contains("<img") && attributes(html, " alt").all(|words| words.trim().is_empty()) {
            self.page.faults.push((line, NO_WORDS.to_owned()));
        }
    }
}

/// The values of an attribute in a piece of HTML.
pub(crate) fn attributes<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    html.split(name).skip(1).filter_map(|rest| Some(rest.strip_prefix("=\"")?.split_once('"')?.0))
}

/// The id that mdBook gives to a heading.
pub(crate) fn id_of(heading: &str) -> String {
    let letters = heading.trim().to_lowercase();
    let letters = letters.chars().map(|letter| if letter.is_whitespace() { '-' } else { letter });
    letters.filter(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-')).collect()
}

/// The id, or with a number where another heading has it already.
fn unique(id: &str, used: &mut HashSet<String>) -> String {
    let numbered = (1..).map(|number| format!("{id}-{number}"));
    let mut ids = std::iter::once(id.to_owned()).chain(numbered);
    ids.find(|id| used.insert(id.clone())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        Page::parse(text, &|line| line)
    }

    #[test]
    fn headings_and_terms_have_the_ids_that_mdbook_gives_them() {
        let page = page(
            "# A `read` -- *gives* 0!\n\n## Twice\n## Twice\n## Own {#mine}\n\nterm one\n: words\n\n<a id=\"x\"></a>\n",
        );
        let ids = ["a-read--gives-0", "twice", "twice-1", "mine", "term-one", "x"];
        assert_eq!(page.ids, ids.map(str::to_owned).into());
    }

    #[test]
    fn links_and_fences_have_their_lines() {
        let page = page("one\n[a](b.md#c)\n\n```console,x\n$ ls\n```\n<p>\n<a href=\"d\">e</a>\n</p>\n");
        let links: Vec<_> = page.links.iter().map(|link| (link.target.as_str(), link.line)).collect();
        assert_eq!(links, [("b.md#c", 2), ("d", 8)]);
        let fence = &page.fences[0];
        assert_eq!(
            (fence.text.as_str(), fence.line, fence.is("console"), fence.is("y")),
            ("$ ls\n", 4, true, false)
        );
    }
}
