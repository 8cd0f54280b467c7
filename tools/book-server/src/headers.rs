//! What a browser is told not to do with what we serve.

use axum::{
    extract::Request,
    http::{
        HeaderName, HeaderValue,
        header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
    },
    middleware::Next,
    response::Response,
};

/// Nothing from elsewhere, and no request to elsewhere. Styles stand in the pictures, too.
const OURS: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                    base-uri 'self'; form-action 'none'; object-src 'none'; frame-ancestors 'none'";

/// The policy for a page: of the scripts within it, only those that were there when it left us may run.
pub(crate) fn policy(nonce: &str, may_be_framed: bool) -> String {
    let policy = format!("{OURS}; script-src 'self' 'nonce-{nonce}'");
    // The list of chapters is a frame of ours where there is no JavaScript.
    if may_be_framed { policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'") } else { policy }
}

/// The headers that everything has.
pub(crate) async fn protect(request: Request, next: Next) -> Response {
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
