//! What a page gets when it is served, and no file has: the script that follows changes, and the token to call us with.

use crate::{
    live::{SCRIPT, Token},
    site::Site,
};

/// The page with the script at its end, and a mark on each of its scripts that says they are its own.
pub(crate) fn inject(page: &str, site: &Site, token: &Token, nonce: &str) -> String {
    let (body, end) = page.rfind("</body>").map_or((page, ""), |end| page.split_at(end));
    let version = site.version;
    let script = format!(
        "<script type=\"module\" src=\"/~live/{SCRIPT}\" id=\"book-live\" data-version=\"{version}\" \
         data-token=\"{token}\"></script>\n"
    );
    // In text, `<` is written otherwise.
    format!("{body}{script}{end}").replace("<script", &format!("<script nonce=\"{nonce}\""))
}

/// What is shown while there is no site: the script fills it in.
pub(crate) const WITHOUT_A_SITE: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
     <title>The book is not built</title>\n<body>\n</body>\n</html>\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_at_the_end_of_the_body_and_every_script_is_marked() {
        let (sites, _) = Site::channel();
        let token = Token::new().unwrap();
        let page = "<html><script>1</script><body><p>A</p></body></html>";
        let page = inject(page, &sites.borrow(), &token, "N");
        assert!(
            page.starts_with("<html><script nonce=\"N\">1</script><body><p>A</p><script nonce=\"N\""),
            "{page}"
        );
        assert!(page.ends_with(&format!("data-token=\"{token}\"></script>\n</body></html>")), "{page}");
    }
}
