//! The code that only the book has: every Rust fence of a chapter that is listed here is compiled, and run.
//!
//! A chapter that includes all its code from the stages has no need to be here.
#![cfg(doctest)]

/// Each chapter with the name that a failing fence of it gets.
macro_rules! chapters {
    ($($name:ident = $file:literal,)*) => {
        $(
            #[doc = include_str!(concat!("../src/", $file))]
            struct $name;
        )*
    };
}

chapters! {
    ShortWrites = "2-echo/short-writes.md",
    Keepalive = "2-echo/keepalive.md",
    BothFamilies = "1-sockets/dual-stack.md",
    Creating = "1-sockets/creating.md",
    Ports = "1-sockets/ports.md",
    Binding = "1-sockets/binding.md",
    NameResolution = "1-sockets/name-resolution.md",
    Delimiters = "3-protocol/delimiters.md",
    LengthPrefix = "3-protocol/length-prefix.md",
    LineLength = "3-protocol/line-length.md",
    Connecting = "4-client/connecting.md",
    Requests = "4-client/requests.md",
    LateReplies = "4-client/late-replies.md",
    Nagle = "4-client/nagle.md",
    Pipelining = "4-client/pipelining.md",
    Nonblocking = "5-many/nonblocking.md",
    PublicServers = "5-many/public-servers.md",
    Futures = "5-many/futures.md",
    SettingUp = "setting-up.md",
    FromPython = "from-python.md",
}
