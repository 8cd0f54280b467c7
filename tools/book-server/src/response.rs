//! The file that a URL stands for.

use crate::{
    inject::{inject, without_a_site},
    site::Site,
};
use axum::{
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION},
    },
    response::{IntoResponse as _, Response},
};
use std::{fs, path::Path};

/// What is served for a path.
pub(crate) fn response(site: &Site, path: &str) -> Response {
    let Some(folder) = site.folder() else {
        return page(StatusCode::SERVICE_UNAVAILABLE, without_a_site(site));
    };
    let Some(file) = site.file(path) else { return not_found(site, folder) };
    if file.is_dir() && !path.ends_with('/') {
        return (StatusCode::PERMANENT_REDIRECT, [(LOCATION, format!("{path}/"))]).into_response();
    }
    let file = if file.is_dir() { file.join("index.html") } else { file };
    match fs::read(&file) {
        Ok(bytes) if is_page(&file) => page(StatusCode::OK, inject(&String::from_utf8_lossy(&bytes), site)),
        Ok(bytes) => {
            ([(CONTENT_TYPE, content_type(&file)), (CACHE_CONTROL, "no-cache")], bytes).into_response()
        }
        Err(_) => not_found(site, folder),
    }
}

/// mdBook's own page for lost links.
fn not_found(site: &Site, folder: &Path) -> Response {
    let text = fs::read_to_string(folder.join("404.html")).unwrap_or_default();
    page(StatusCode::NOT_FOUND, inject(&text, site))
}

fn page(status: StatusCode, text: String) -> Response {
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")], text).into_response()
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
