//! Who may ask for what: only the reader who started us may read pages, and only pages that we served may call.
//!
//! Everybody on this machine can connect to its loopback. So the first part of each path is a secret ([`secret`](crate::secret)), and without it
//! there is only a page that says which address to open. Links within the book are relative, and keep it.
//!
//! A foreign page in the same browser can send us requests. It cannot read our pages, so it does not know the token
//! ([`Token`]), which a call has to bring in a header: no form can set one, and a script elsewhere is stopped
//! by the browser, since we never allow it. A cookie would not do, for the token or the secret: cookies of `127.0.0.1` go to the
//! servers on all of its ports, and a reader of this book has many. A page whose name was made to mean 127.0.0.1 (DNS rebinding)
//! could read ours, but its requests carry its own name in `Host`. The rest is a second line of defence.
//!
//! While we are down, somebody else can listen on our port, and a page that is still open would tell them the secret with its next
//! request. So its scripts first ask for a proof ([`Guard::proof`]): a hash of the secret, of a text that they make up, and of the
//! port, so that nobody can pass on the proof of a book on another port. A link that is followed, a reload and a bookmark
//! come from the browser, which asks for no proof: the page on `cargo book` says what to do about that.

use crate::address::forwarding;
use anyhow::Context as _;
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header, uri::PathAndQuery},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use sha2::{Digest as _, Sha256};
use std::{fmt, net::SocketAddr};

/// Brings the token.
const TOKEN: &str = "x-book-token";

/// Where an open page asks, without the secret, whether we know it.
const PROOF: &str = "/~proof/";

/// Why a request is not answered, and what to do.
pub(super) type Refusal = (StatusCode, String);

pub(super) fn refusal(status: StatusCode, reason: impl fmt::Display) -> Refusal {
    (status, format!("{reason}\n"))
}

/// What has to be known of us to be answered.
#[derive(Clone)]
pub(crate) struct Guard {
    /// The first part of every path.
    pub(crate) secret: Token,
    pub(crate) token: Token,
    /// Where we listen.
    address: SocketAddr,
}

/// Lets a request through if it asks this machine by a name that nobody can redirect, and knows the secret, which it leaves here.
pub(crate) async fn at_home(
    State(guard): State<Guard>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let host = guard.host(request.headers())?;
    if let Some(nonce) = request.uri().path().strip_prefix(PROOF) {
        return guard.proof(host, nonce).map(IntoResponse::into_response);
    }
    let Some(within) = guard.within(request.uri()) else {
        return Ok((StatusCode::FORBIDDEN, Html(WITHOUT_THE_SECRET)).into_response());
    };
    match PathAndQuery::try_from(within) {
        Ok(within) if within.as_str().starts_with('/') => {
            *request.uri_mut() = within.into();
            Ok(next.run(request).await)
        }
        // Links within the book are relative to its folder.
        _ => Ok((StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, guard.folder())]).into_response()),
    }
}

/// What a person is shown who asks without the secret.
const WITHOUT_THE_SECRET: &str = include_str!("page/without-the-secret.html");

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
    pub(crate) fn new(address: SocketAddr, secret: Token) -> anyhow::Result<Self> {
        Ok(Self { secret, token: Token::new()?, address })
    }

    /// The folder that the book is in, as paths name it.
    pub(crate) fn folder(&self) -> String {
        format!("/{}/", self.secret)
    }

    /// Where the book is, for its reader.
    pub(crate) fn url(&self) -> String {
        format!("http://{}{}", self.address, self.folder())
    }

    /// The path after the secret, if that stands there.
    fn within(&self, uri: &Uri) -> Option<String> {
        let path = uri.path_and_query()?.as_str().strip_prefix('/')?;
        let (secret, within) = path.split_at(path.find(['/', '?']).unwrap_or(path.len()));
        self.secret.is(secret.as_bytes()).then(|| within.to_owned())
    }

    /// The name by which we are asked, if it is one of ours.
    fn host<'a>(&self, headers: &'a HeaderMap) -> Result<&'a str, Refusal> {
        let said = text(headers, header::HOST.as_str()).unwrap_or_default();
        let port = self.address.port();
        let is_ours = |name: &&str| said == format!("{name}:{port}") || (port == 80 && said == *name);
        let ours = ["127.0.0.1", "localhost", "[::1]"].iter().any(is_ours);
        ours.then_some(said).ok_or_else(|| (StatusCode::FORBIDDEN, not_by_this_name(self.address)))
    }

    /// What only somebody who knows the secret can say, for a page that has made up 32 hexadecimal digits.
    fn proof(&self, host: &str, nonce: &str) -> Result<String, Refusal> {
        let invalid = || refusal(StatusCode::BAD_REQUEST, "it takes 32 hexadecimal digits");
        let nonce = Token::parse(nonce).ok_or_else(invalid)?;
        let hash = Sha256::digest(format!("{host} {nonce} {}", self.secret));
        Ok(hash.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")))
    }

    fn check(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
        let refuse = |status, why| Err(refusal(status, why));
        let ours = format!("http://{}", self.host(headers)?);
        let (is_post, origin) = (method == Method::POST, text(headers, header::ORIGIN.as_str()));
        let is_elsewhere = text(headers, "sec-fetch-site").is_some_and(|site| site != "same-origin");
        if is_elsewhere || origin.is_some_and(|origin| origin != ours) {
            return refuse(StatusCode::FORBIDDEN, "this call comes from a page of somebody else's");
        }
        if is_post && origin.is_none() {
            return refuse(StatusCode::FORBIDDEN, "this call does not say where it comes from (Origin)");
        }
        if is_post && text(headers, header::CONTENT_TYPE.as_str()) != Some("application/json") {
            return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "a call is application/json");
        }
        if !headers.get(TOKEN).is_some_and(|token| self.token.is(token.as_bytes())) {
            // A page of an earlier run has the token of that run, and is to load itself again.
            return refuse(StatusCode::UNAUTHORIZED, "this page is from another run: reload it");
        }
        Ok(())
    }
}

/// For a reader who has forwarded the port, rather than for those who are kept out.
fn not_by_this_name(address: SocketAddr) -> String {
    let (port, forwarding) = (address.port(), forwarding(address));
    format!(
        "403: this is `cargo book`, which listens on {address}. You asked for it by another name or port.

It answers only to 127.0.0.1:{port} and localhost:{port}. With DNS rebinding, the owner of any
other name could let it mean your machine, and so have code run on it.

If you forward the port, keep its number, and open the address that `cargo book` printed on your
own machine:

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

/// 128 random bits of the system's. The token of a run stands in the pages, so only a program that can read them can call us.
#[derive(Clone)]
pub(crate) struct Token(String);

impl Token {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).context("the system has no random numbers")?;
        Ok(Self(format!("{:032x}", u128::from_ne_bytes(bytes))))
    }

    /// The one that is written like this, if any is.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 32 && text.bytes().all(is_digit)).then(|| Self(text.to_owned()))
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
    fn the_proof_is_another_one_for_each_text_port_and_secret() {
        let guard = |port| Guard {
            secret: Token("5e".repeat(16)),
            token: Token::new().unwrap(),
            address: SocketAddr::from(([127, 0, 0, 1], port)),
        };
        let (book, nonce) = (guard(3000), "0".repeat(32));
        let proof = book.proof("127.0.0.1:3000", &nonce).unwrap();
        // As `printf '127.0.0.1:3000 %032d %s' 0 5e5e… | sha256sum` says.
        assert_eq!(proof, "f2915407f564761bf529b977bdefec2e57d09257ccb9341cf216ed7d32e8d0c9");
        assert_ne!(proof, book.proof("127.0.0.1:3001", &nonce).unwrap());
        assert_ne!(proof, book.proof("127.0.0.1:3000", &"1".repeat(32)).unwrap());
        for other in ["", "0", "zz"] {
            assert_eq!(book.proof("127.0.0.1:3000", other).unwrap_err().0, StatusCode::BAD_REQUEST);
        }
    }

    #[test]
    fn a_token_is_known_by_all_of_it_and_another_one_each_time() {
        let token = Token::new().unwrap();
        let text = token.to_string();
        assert!(text.len() == 32 && token.is(text.as_bytes()));
        let mut nearly = text.clone().into_bytes();
        nearly[0] ^= 1;
        for other in [&nearly, &text.as_bytes()[1..], b"", Token::new().unwrap().to_string().as_bytes()] {
            assert!(!token.is(other));
        }
    }
}
