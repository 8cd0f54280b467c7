//! The site as it is served: each page with the script that follows changes, a token, and the headers that protect it.

use crate::{
    live::{Guard, IMMUTABLE, Live, SCRIPT, Token, VERSION, at_home, routes},
    site::Site,
};
use axum::{
    Extension, Router,
    body::{HttpBody as _, to_bytes},
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, Uri, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::get,
};
use miniz_oxide::deflate::compress_to_vec_zlib;
use std::{fs, path::Path};
use tokio::{sync::watch::Receiver, task::spawn_blocking};

/// Answers requests that name us by our own address, and know the secret.
pub(crate) fn router(sites: Receiver<Site>, live: Live) -> Router {
    let guard = live.guard.clone();
    let book = routes(&live).fallback(get(file)).layer(Extension(sites)).layer(from_fn(compressed));
    let book = book.with_state(live);
    // A layer of the same router would take the secret off a path that is matched already.
    Router::new().fallback_service(book).layer(from_fn_with_state(guard, at_home)).layer(from_fn(protect))
}

async fn file(Extension(sites): Extension<Receiver<Site>>, State(live): State<Live>, uri: Uri) -> Response {
    // A copy, so that a new site need not wait until this one is read.
    let site = sites.borrow().clone();
    response(&site, uri.path(), &live.guard)
}

/// What is served for a path.
fn response(site: &Site, path: &str, guard: &Guard) -> Response {
    let page = |status, text: &str| page(status, text, site, guard, path);
    // mdBook's own page for lost links. It may stand at any address, so it says where the site is.
    let not_found = |folder: &Path| {
        let text = fs::read_to_string(folder.join("404.html")).unwrap_or_default();
        page(StatusCode::NOT_FOUND, &with_base(&text, &guard.folder()))
    };
    let Some(folder) = site.folder() else { return page(StatusCode::SERVICE_UNAVAILABLE, WITHOUT_A_SITE) };
    let Some(file) = site.file(path) else { return not_found(folder) };
    if file.is_dir() && !path.ends_with('/') {
        // Relative, and never `//host/…`, which would be another host.
        let folder = path.rsplit('/').next().unwrap_or_default();
        return (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, format!("./{folder}/"))])
            .into_response();
    }
    let file = if file.is_dir() { file.join("index.html") } else { file };
    let kind = content_type(&file);
    match fs::read(&file) {
        Ok(bytes) if kind == HTML => page(StatusCode::OK, &String::from_utf8_lossy(&bytes)),
        Ok(bytes) => {
            let keep = if is_named_by_content(&file) { IMMUTABLE } else { "no-cache" };
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], bytes).into_response()
        }
        Err(_) => not_found(folder),
    }
}

/// Whether mdBook has put a hash of the content into the name: `book-609e4cb8.js`.
fn is_named_by_content(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let hash = name.rsplit_once('-').map(|(_, rest)| rest.split('.').next().unwrap_or_default());
    hash.is_some_and(|hash| hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A page, as it leaves us.
fn page(status: StatusCode, text: &str, site: &Site, guard: &Guard, path: &str) -> Response {
    // Another one for each page, so that none can be known before.
    let Ok(nonce) = Token::new().map(|nonce| nonce.to_string()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, HTML.to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_SECURITY_POLICY, policy(&nonce, path.ends_with("/toc.html"))),
    ];
    // What is printed shows no states.
    let script = if path.ends_with("/print.html") { String::new() } else { script(site, guard) };
    (status, headers, inject(text, &script, &nonce)).into_response()
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

/// What a page has of us.
fn script(site: &Site, guard: &Guard) -> String {
    let (version, folder, token) = (site.version, guard.folder(), &guard.token);
    format!(
        "<script type=\"module\" src=\"{folder}~live/{}/{SCRIPT}\" id=\"book-live\" data-version=\"{version}\" \
         data-token=\"{token}\"></script>\n",
        *VERSION
    )
}

/// The page with the script at its end, and a mark on each of its scripts that says they are its own.
fn inject(page: &str, script: &str, nonce: &str) -> String {
    let (body, end) = page.rfind("</body>").map_or((page, ""), |end| page.split_at(end));
    // In text, `<` is written otherwise.
    format!("{body}{script}{end}").replace("<script", &format!("<script nonce=\"{nonce}\""))
}

/// The page with another folder as the base of its links.
fn with_base(page: &str, folder: &str) -> String {
    const BASE: &str = "<base href=\"";
    let Some((before, rest)) = page.split_once(BASE) else { return page.to_owned() };
    let (_, after) = rest.split_once('"').unwrap_or_default();
    [before, BASE, folder, "\"", after].concat()
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

/// From 0 to 10. Higher ones take a multiple of the time for a few bytes less; with this a browser gets a third of the bytes.
const COMPRESSION: u8 = 6;

/// Compresses a text for a browser that can read it, in the format of zlib ([RFC 1950]), which HTTP calls `deflate`
/// ([RFC 9110, 8.4.1.2]). An answer whose length is not known is a stream, and goes as it is.
///
/// [RFC 1950]: https://www.rfc-editor.org/rfc/rfc1950
/// [RFC 9110, 8.4.1.2]: https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1.2
async fn compressed(request: Request, next: Next) -> Response {
    let accepted = request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let is_accepted = accepted.is_some_and(|all| all.split(',').any(|one| one.trim() == "deflate"));
    let response = next.run(request).await;
    let is_text =
        response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).is_some_and(
            |kind| kind.starts_with("text/") || kind.starts_with("image/svg") || kind == "application/json",
        );
    if !is_accepted || !is_text || response.body().size_hint().exact().is_none() {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let compressed = async {
        let bytes = to_bytes(body, usize::MAX).await.ok()?;
        // It takes a processor for a moment.
        spawn_blocking(move || compress_to_vec_zlib(&bytes, COMPRESSION)).await.ok()
    };
    let Some(bytes) = compressed.await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    head.headers.remove(header::CONTENT_LENGTH);
    head.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("deflate"));
    head.headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Response::from_parts(head, bytes.into())
}

/// The headers that everything has.
async fn protect(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(OURS));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    for name in ["cross-origin-resource-policy", "cross-origin-opener-policy"] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static("same-origin"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, SocketAddr};

    fn guard() -> Guard {
        Guard::new(SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)), Token::new().unwrap()).unwrap()
    }

    #[test]
    fn the_script_stands_at_the_end_of_the_body_and_every_script_is_marked() {
        let (sites, _) = Site::channel();
        let guard = guard();
        let page = "<html><script>1</script><body><p>A</p></body></html>";
        let page = inject(page, &script(&sites.borrow(), &guard), "N");
        assert!(
            page.starts_with("<html><script nonce=\"N\">1</script><body><p>A</p><script nonce=\"N\""),
            "{page}"
        );
        assert!(
            page.ends_with(&format!("data-token=\"{}\"></script>\n</body></html>", guard.token)),
            "{page}"
        );
    }

    #[test]
    fn a_file_may_be_kept_if_its_name_has_a_hash() {
        for (name, is) in [
            ("book-609e4cb8.js", true),
            ("elasticlunr-ef4e11c1.min.js", true),
            ("measured-p99.svg", false),
            ("source/exercise.rs.txt", false),
            ("searchindex.js", false),
        ] {
            assert_eq!(is_named_by_content(Path::new(name)), is, "{name}");
        }
    }

    #[test]
    fn the_page_for_lost_links_has_the_folder_as_its_base() {
        let page = with_base("<head><base href=\"/sockets/\"><a href=\"one.html\">", "/5ec/");
        assert_eq!(page, "<head><base href=\"/5ec/\"><a href=\"one.html\">");
        assert_eq!(with_base("<head>", "/5ec/"), "<head>");
    }
}
