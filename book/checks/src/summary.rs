//! SUMMARY.md: which chapters there are, and in which order.

use crate::{page::Page, problem::Problem};

/// A chapter that SUMMARY.md lists.
pub(crate) struct Listed {
    pub(crate) path: String,
    pub(crate) line: usize,
}

/// The chapters in their order.
pub(crate) fn chapters(summary: &str, problems: &mut Vec<Problem>) -> Vec<Listed> {
    let page = Page::parse(summary, &|line| line);
    let mut listed: Vec<Listed> = Vec::new();
    for link in page.links {
        let mut complain = |reason| problems.push(Problem::in_source("SUMMARY.md", link.line, reason));
        if link.target.is_empty() {
            complain("this chapter has no file; list it when it is written".to_owned());
        } else if listed.iter().any(|known| known.path == link.target) {
            complain(format!("`{}` is listed twice", link.target));
        } else {
            listed.push(Listed { path: link.target, line: link.line });
        }
    }
    listed
}
