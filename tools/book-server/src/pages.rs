//! The site as it is served: each page with the script that follows changes, a token, and the headers that protect it.

use crate::{
    live::{Live, SCRIPT, Token, at_home, routes},
    site::Site,
};
use axum::{
    Extension, Router,
    extract::{Request, State},
    http::{
        HeaderName, HeaderValue, StatusCode, Uri,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY,
            X_CONTENT_TYPE_OPTIONS,
        },
    },
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::get,
};
use std::{fs, path::Path};
use tokio::sync::watch::Receiver;

/// Answers requests that name us by our own address.
pub(crate) fn router(sites: Receiver<Site>, live: Live) -> Router {
    routes(&live)
        .fallback(get(file))
        .layer(Extension(sites))
        .layer(from_fn_with_state(live.guard.clone(), at_home))
        .layer(from_fn(protect))
        .with_state(live)
}

async fn file(Extension(sites): Extension<Receiver<Site>>, State(live): State<Live>, uri: Uri) -> Response {
    // A copy, so that a new site need not wait until this one is read.
    let site = sites.borrow().clone();
    response(&site, uri.path(), &live.guard.token)
}

/// What is served for a path.
fn response(site: &Site, path: &str, token: &Token) -> Response {
    let page = |status, text: &str| page(status, text, site, token, path);
    // mdBook's own page for lost links.
    let not_found = |folder: &Path| {
        page(StatusCode::NOT_FOUND, &fs::read_to_string(folder.join("404.html")).unwrap_or_default())
    };
    let Some(folder) = site.folder() else { return page(StatusCode::SERVICE_UNAVAILABLE, WITHOUT_A_SITE) };
    let Some(file) = site.file(path) else { return not_found(folder) };
    if file.is_dir() && !path.ends_with('/') {
        return (StatusCode::PERMANENT_REDIRECT, [(LOCATION, format!("{path}/"))]).into_response();
    }
    let file = if file.is_dir() { file.join("index.html") } else { file };
    let kind = content_type(&file);
    match fs::read(&file) {
        Ok(bytes) if kind == HTML => page(StatusCode::OK, &String::from_utf8_lossy(&bytes)),
        Ok(bytes) => ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], bytes).into_response(),
        Err(_) => not_found(folder),
    }
}

/// A page, as it leaves us.
fn page(status: StatusCode, text: &str, site: &Site, token: &Token, path: &str) -> Response {
    // Another one for each page, so that none can be known before.
    let Ok(nonce) = Token::new().map(|nonce| nonce.to_string()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let headers = [
        (CONTENT_TYPE, HTML.to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
        (CONTENT_SECURITY_POLICY, policy(&nonce, path.ends_with("/toc.html"))),
    ];
    (status, headers, inject(text, site, token, &nonce)).into_response()
}

const HTML: &str = "text/html; charset=utf-8";

/// The types of files that a book has.
fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// The page with the script at its end, and a mark on each of its scripts that says they are its own.
fn inject(page: &str, site: &Site, token: &Token, nonce: &str) -> String {
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
const WITHOUT_A_SITE: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
     <title>The book is not built</title>\n<body>\n</body>\n</html>\n";

/// Nothing from elsewhere, and no request to elsewhere. Styles stand in the pictures, too.
const OURS: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                    base-uri 'self'; form-action 'none'; object-src 'none'; frame-ancestors 'none'";

/// The policy for a page: of the scripts within it, only those that were there when it left us may run.
fn policy(nonce: &str, may_be_framed: bool) -> String {
    let policy = format!("{OURS}; script-src 'self' 'nonce-{nonce}'");
    // The list of chapters is a frame of ours where there is no JavaScript.
    if may_be_framed { policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'") } else { policy }
}

/// The headers that everything has.
async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(OURS));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    for name in ["cross-origin-resource-policy", "cross-origin-opener-policy"] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static("same-origin"));
    }
    response
}

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
