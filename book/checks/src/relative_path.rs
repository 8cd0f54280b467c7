//! Paths of links, which begin at the folder of their chapter.

/// The path from the root of the book that a path from a chapter stands for; `None` if it leads out of that.
#[must_use]
pub fn resolve(chapter: &str, file: &str) -> Option<String> {
    let mut parts: Vec<_> = chapter.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_followed_from_the_chapters_folder() {
        assert_eq!(
            resolve("2-echo/reset.md", "../1-sockets/ports.md").as_deref(),
            Some("1-sockets/ports.md")
        );
        assert_eq!(resolve("2-echo/reset.md", "./end.md").as_deref(), Some("2-echo/end.md"));
        assert_eq!(resolve("intro.md", "../README.md"), None);
    }
}
