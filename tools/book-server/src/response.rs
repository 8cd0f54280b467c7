//! The file that a URL stands for.

use crate::{
    headers::policy,
    inject::{WITHOUT_A_SITE, inject},
    live::Token,
    site::Site,
};
use axum::{
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION},
    },
    response::{IntoResponse as _, Response},
};
use std::{fs, path::Path};

/// What is served for a path.
pub(crate) fn response(site: &Site, path: &str, token: &Token) -> Response {
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
    match fs::read(&file) {
        Ok(bytes) if is_page(&file) => page(StatusCode::OK, &String::from_utf8_lossy(&bytes)),
        Ok(bytes) => {
            ([(CONTENT_TYPE, content_type(&file)), (CACHE_CONTROL, "no-cache")], bytes).into_response()
        }
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
        (CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (CACHE_CONTROL, "no-store".to_owned()),
        (CONTENT_SECURITY_POLICY, policy(&nonce, path.ends_with("/toc.html"))),
    ];
    (status, headers, inject(text, site, token, &nonce)).into_response()
}

fn is_page(file: &Path) -> bool {
    content_type(file).starts_with("text/html")
}

/// The types of files that a book has.
fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
