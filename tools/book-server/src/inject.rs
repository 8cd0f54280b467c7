//! The script that reloads a page: put in when a page is served, so that no file has it.

use crate::site::Site;

const SCRIPT: &str = include_str!("live.js");

/// The page with the script at its end.
pub(crate) fn inject(page: &str, site: &Site) -> String {
    let (body, end) = page.rfind("</body>").map_or((page, ""), |end| page.split_at(end));
    format!("{body}<script data-version=\"{}\">\n{SCRIPT}</script>\n{end}", site.version)
}

/// What is shown while there is no site: the script fills it in.
pub(crate) fn without_a_site(site: &Site) -> String {
    let page = "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>The book is not built</title>\n\
                <body>\n</body>\n</html>\n";
    inject(page, site)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_body() {
        let (sites, _) = Site::channel();
        let page = inject("<html><body><p>A</p></body></html>", &sites.borrow());
        assert!(page.starts_with("<html><body><p>A</p><script data-version=\""), "{page}");
        assert!(page.ends_with("</script>\n</body></html>"), "{page}");
    }
}
