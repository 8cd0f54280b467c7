//! A page as mdBook makes it of Markdown: its ids, links, fences and pictures, each with its line.

use crate::prose::{self, Block};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::{cell::RefCell, collections::HashSet, ops::Range};

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
        self.info.split(',').any(|known| known.trim() == word)
    }
}

/// A reader of events, which knows what it is in the middle of.
struct Reading<'a> {
    page: Page,
    /// Which line of the chapter an offset stands for.
    line: &'a dyn Fn(&Range<usize>) -> usize,
    /// The text of the heading or the term that is being read, and the id that it was given.
    heading: Option<(String, Option<String>)>,
    fence: Option<Fence>,
    /// The line and the text of the image that is being read.
    image: Option<(usize, String)>,
    used: HashSet<String>,
}

impl Page {
    /// Reads Markdown; `line` tells which line of the chapter a line of it stands for.
    pub(crate) fn parse(text: &str, line: &dyn Fn(usize) -> usize) -> Self {
        let prose = prose::blocks(text, line);
        let line = |range: &Range<usize>| line(text[..range.start].matches('\n').count() + 1);
        let broken = RefCell::new(Vec::new());
        let note = |link: BrokenLink<'_>| {
            if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
                broken
                    .borrow_mut()
                    .push((line(&link.span), format!("the link [{}] leads nowhere", link.reference)));
            }
            None
        };
        let mut reading = Reading {
            page: Self { prose, ..Self::default() },
            line: &line,
            heading: None,
            fence: None,
            image: None,
            used: HashSet::new(),
        };
        for (event, range) in
            Parser::new_with_broken_link_callback(text, options(), Some(note)).into_offset_iter()
        {
            reading.read(event, &range);
        }
        let mut page = reading.page;
        page.faults.append(&mut broken.borrow_mut());
        page
    }
}

/// As mdBook 0.5 has them.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
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
        match tag {
            Tag::Heading { id, .. } => self.heading = Some((String::new(), id.map(CowStr::into_string))),
            Tag::DefinitionListTitle => self.heading = Some((String::new(), None)),
            Tag::Link { dest_url, .. } => self.page.links.push(Link { target: dest_url.into_string(), line }),
            Tag::Image { dest_url, .. } => {
                self.page.links.push(Link { target: dest_url.into_string(), line });
                self.image = Some((line, String::new()));
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                self.fence = Some(Fence { info: info.into_string(), text: String::new(), line });
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) | TagEnd::DefinitionListTitle => {
                let (text, id) = self.heading.take().unwrap_or_default();
                let id = id.unwrap_or_else(|| unique(&id_of(&text), &mut self.used));
                self.page.ids.insert(id);
            }
            TagEnd::CodeBlock => self.page.fences.extend(self.fence.take()),
            TagEnd::Image => {
                let (line, text) = self.image.take().unwrap_or_default();
                if text.trim().is_empty() {
                    self.page
                        .faults
                        .push((line, "this image has no words for those who cannot see it".to_owned()));
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(fence) = &mut self.fence {
            fence.text.push_str(text);
        }
        if let Some((heading, _)) = &mut self.heading {
            heading.push_str(text);
        }
        if let Some((_, words)) = &mut self.image {
            words.push_str(text);
        }
    }

    fn html(&mut self, html: &str, line: usize) {
        self.page.ids.extend(attributes(html, " id").map(str::to_owned));
        for name in [" href", " src"] {
            self.page
                .links
                .extend(attributes(html, name).map(|target| Link { target: target.to_owned(), line }));
        }
        if html.contains("<img") && attributes(html, " alt").all(|words| words.trim().is_empty()) {
            self.page.faults.push((line, "this image has no words for those who cannot see it".to_owned()));
        }
    }
}

/// The values of an attribute in a piece of HTML.
fn attributes<'a>(html: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
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
