//! `cargo book`: builds, checks, serves and opens the book.
//!
//! The sources are checked first ([`book_checks`]), then mdBook makes a site of them in a folder below cargo's own
//! `target`. [`run`] does what the [`Arguments`] ask for: check, write a static site, or serve it to this machine
//! alone and build it again after each change. What readers see is always the last site that had no fault.
//! While it serves, pages can have exercises checked: `live` says who may ask, and what is told.

mod arguments;
mod browser;
mod build;
mod headers;
mod inject;
mod live;
mod mount;
mod place;
mod port;
mod response;
mod run;
mod say;
mod serve;
mod site;
mod warnings;
mod watch;

pub use arguments::Arguments;
pub use run::run;
