//! The code that only the book has: every Rust fence of a chapter that is listed here is compiled, and run.
//!
//! A chapter that includes all its code from the stages has no need to be here.
#![cfg(doctest)]

// Each line is: #[doc = include_str!("../src/1-sockets/creating.md")] struct Creating;
#[doc = include_str!("../src/2-echo/short-writes.md")]
struct ShortWrites;
#[doc = include_str!("../src/2-echo/keepalive.md")]
struct Keepalive;
#[doc = include_str!("../src/1-sockets/dual-stack.md")]
struct BothFamilies;
#[doc = include_str!("../src/1-sockets/creating.md")]
struct Creating;
#[doc = include_str!("../src/1-sockets/ports.md")]
struct Ports;
#[doc = include_str!("../src/1-sockets/binding.md")]
struct Binding;
#[doc = include_str!("../src/1-sockets/name-resolution.md")]
struct NameResolution;
#[doc = include_str!("../src/3-protocol/delimiters.md")]
struct Delimiters;
#[doc = include_str!("../src/3-protocol/length-prefix.md")]
struct LengthPrefix;
#[doc = include_str!("../src/3-protocol/line-length.md")]
struct LineLength;
#[doc = include_str!("../src/4-client/connecting.md")]
struct Connecting;
#[doc = include_str!("../src/4-client/requests.md")]
struct Requests;
#[doc = include_str!("../src/4-client/late-replies.md")]
struct LateReplies;
#[doc = include_str!("../src/4-client/nagle.md")]
struct Nagle;
#[doc = include_str!("../src/4-client/pipelining.md")]
struct Pipelining;
#[doc = include_str!("../src/5-many/nonblocking.md")]
struct Nonblocking;
#[doc = include_str!("../src/5-many/public-servers.md")]
struct PublicServers;
#[doc = include_str!("../src/5-many/futures.md")]
struct Futures;
#[doc = include_str!("../src/setting-up.md")]
struct SettingUp;
#[doc = include_str!("../src/from-python.md")]
struct FromPython;
