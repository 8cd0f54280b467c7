//! Who may ask for what: only pages that we served may call, and only this machine's browser may read pages.
//!
//! A foreign page in the same browser can send us requests. It cannot read our pages, so it does not know the token
//! ([`Token`]), which a call has to bring in a header: no form can set one, and a script elsewhere is stopped
//! by the browser, since we never allow it. A cookie would not do: cookies of `127.0.0.1` go to the servers on all of its
//! ports, and a reader of this book has many. A page whose name was made to mean 127.0.0.1 (DNS rebinding) could read
//! ours, but its requests carry its own name in `Host`. The rest is a second line of defence.

use crate::address::forwarding;
use anyhow::Context as _;
use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, Method, StatusCode,
        header::{CONTENT_TYPE, HOST, ORIGIN},
    },
    middleware::Next,
    response::Response,
};
use std::{fmt, net::SocketAddr};

/// Brings the token.
const TOKEN: &str = "x-book-token";

/// Why a request is not answered, and what to do.
type Refusal = (StatusCode, String);

/// What has to be known of us to be answered.
#[derive(Clone)]
pub(crate) struct Guard {
    pub(crate) token: Token,
    /// Where we listen.
    address: SocketAddr,
}

/// Lets a request through if it asks this machine by a name that nobody can redirect.
pub(crate) async fn at_home(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    guard.host(request.headers())?;
    Ok(next.run(request).await)
}

/// Lets a call through if it comes from a page that we served.
pub(super) async fn from_our_page(
    State(guard): State<Guard>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    guard.check(request.method(), request.headers())?;
    Ok(next.run(request).await)
}

impl Guard {
    pub(crate) fn new(address: SocketAddr) -> anyhow::Result<Self> {
        Ok(Self { token: Token::new()?, address })
    }

    /// The name by which we are asked, if it is one of ours.
    fn host<'a>(&self, headers: &'a HeaderMap) -> Result<&'a str, Refusal> {
        let said = text(headers, HOST.as_str()).unwrap_or_default();
        let port = self.address.port();
        let is_ours = |name: &&str| said == format!("{name}:{port}") || (port == 80 && said == *name);
        let ours = ["127.0.0.1", "localhost", "[::1]"].iter().any(is_ours);
        ours.then_some(said).ok_or_else(|| (StatusCode::FORBIDDEN, not_by_this_name(self.address)))
    }

    fn check(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
        let refuse = |why: &str| Err((StatusCode::FORBIDDEN, format!("{why}\n")));
        let ours = format!("http://{}", self.host(headers)?);
        let is_post = method == Method::POST;
        match text(headers, ORIGIN.as_str()) {
            Some(origin) if origin != ours => {
                return refuse("this call comes from a page of somebody else's");
            }
            None if is_post => return refuse("this call does not say where it comes from (Origin)"),
            _ => {}
        }
        if text(headers, "sec-fetch-site").is_some_and(|site| site != "same-origin") {
            return refuse("this call comes from a page of somebody else's");
        }
        if is_post && text(headers, CONTENT_TYPE.as_str()) != Some("application/json") {
            return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "a call is application/json\n".to_owned()));
        }
        if !headers.get(TOKEN).is_some_and(|token| self.token.is(token.as_bytes())) {
            // A page of an earlier run has the token of that run, and is to load itself again.
            return Err((StatusCode::UNAUTHORIZED, "this page is from another run: reload it\n".to_owned()));
        }
        Ok(())
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

/// The value of a header that is there once, as text. What is not text, or there twice, is nobody's name.
fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    if values.next().is_some() { Some("") } else { Some(first.to_str().unwrap_or_default()) }
}

/// A secret of this run: 256 random bits of the system's. It stands in the pages, so only a program that can read them can call us.
#[derive(Clone)]
pub(crate) struct Token(String);

impl Token {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let mut halves = [[0; 16]; 2];
        for half in &mut halves {
            getrandom::fill(half).context("the system has no random numbers")?;
        }
        let [one, two] = halves.map(u128::from_ne_bytes);
        Ok(Self(format!("{one:032x}{two:032x}")))
    }

    /// Whether somebody knows it; the time that takes tells nothing about it.
    pub(crate) fn is(&self, said: &[u8]) -> bool {
        let token = self.0.as_bytes();
        token.len() == said.len()
            && token.iter().zip(said).fold(0, |all, (one, other)| all | (one ^ other)) == 0
    }
}

impl fmt::Display for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_all_of_it_and_another_one_each_time() {
        let token = Token::new().unwrap();
        let text = token.to_string();
        assert!(text.len() == 64 && token.is(text.as_bytes()));
        let mut nearly = text.clone().into_bytes();
        nearly[0] ^= 1;
        for other in [&nearly, &text.as_bytes()[1..], b"", Token::new().unwrap().to_string().as_bytes()] {
            assert!(!token.is(other));
        }
    }
}
