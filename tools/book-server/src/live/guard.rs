//! Who may ask for what: only pages that we served may call, and only this machine's browser may read pages.
//!
//! A foreign page in the same browser can send us requests. It cannot read our pages, so it does not know the token
//! ([`Token`](super::Token)), which a call has to bring in a header: no form can set one, and a script elsewhere is stopped
//! by the browser, since we never allow it. A cookie would not do: cookies of `127.0.0.1` go to the servers on all of its
//! ports, and a reader of this book has many. A page whose name was made to mean 127.0.0.1 (DNS rebinding) could read
//! ours, but its requests carry its own name in `Host`. The rest is a second line of defence.

use super::Live;
use crate::address::forwarding;
use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, Method, StatusCode,
        header::{CONTENT_TYPE, HOST, ORIGIN},
    },
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use std::net::SocketAddr;

/// Brings the token.
pub(crate) const TOKEN: &str = "x-book-token";

/// Why a request is not answered, and what to do.
type Refusal = (StatusCode, String);

/// Lets a request through if it asks this machine by a name that nobody can redirect.
pub(crate) async fn at_home(State(live): State<Live>, request: Request, next: Next) -> Response {
    match host(request.headers(), live.address) {
        Ok(_) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// Lets a call through if it comes from a page that we served.
pub(crate) async fn from_our_page(State(live): State<Live>, request: Request, next: Next) -> Response {
    match check(request.method(), request.headers(), &live) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// The name by which we are asked, if it is one of ours.
fn host(headers: &HeaderMap, address: SocketAddr) -> Result<&str, Refusal> {
    let said = text(headers, HOST.as_str()).unwrap_or_default();
    let port = address.port();
    let is_ours = |name: &str| said == format!("{name}:{port}") || (port == 80 && said == name);
    if ["127.0.0.1", "localhost", "[::1]"].iter().any(|name| is_ours(name)) {
        Ok(said)
    } else {
        Err((StatusCode::FORBIDDEN, not_by_this_name(address)))
    }
}

/// For a reader who has forwarded the port, rather than for those who are kept out.
fn not_by_this_name(address: SocketAddr) -> String {
    let (port, forwarding) = (address.port(), forwarding(address));
    format!(
        "403: this is `cargo book`, which listens on {address}. You asked for it by another name or port.

It answers only to http://{address}/ and http://localhost:{port}/. With DNS rebinding, the owner
of any other name could let it mean your machine, and so have code run on it.

If you forward the port, keep its number, and open http://localhost:{port}/ on your own machine:

    {forwarding}

In a GitHub codespace: gh codespace ports forward {port}:{port}
If {port} is taken on your machine, choose another one for both with `cargo book --port PORT`.
"
    )
}

fn check(method: &Method, headers: &HeaderMap, live: &Live) -> Result<(), Refusal> {
    let refuse = |why: &str| Err((StatusCode::FORBIDDEN, format!("{why}\n")));
    let ours = format!("http://{}", host(headers, live.address)?);
    let is_post = method == Method::POST;
    match text(headers, ORIGIN.as_str()) {
        Some(origin) if origin != ours => return refuse("this call comes from a page of somebody else's"),
        None if is_post => return refuse("this call does not say where it comes from (Origin)"),
        _ => {}
    }
    if text(headers, "sec-fetch-site").is_some_and(|site| site != "same-origin") {
        return refuse("this call comes from a page of somebody else's");
    }
    if is_post && text(headers, CONTENT_TYPE.as_str()) != Some("application/json") {
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "a call is application/json\n".to_owned()));
    }
    if !headers.get(TOKEN).is_some_and(|token| live.token.is(token.as_bytes())) {
        // A page of an earlier run has the token of that run, and is to load itself again.
        return Err((StatusCode::UNAUTHORIZED, "this page is from another run: reload it\n".to_owned()));
    }
    Ok(())
}

/// The value of a header that is there once, as text. What is not text, or there twice, is nobody's name.
fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    if values.next().is_some() { Some("") } else { Some(first.to_str().unwrap_or_default()) }
}
