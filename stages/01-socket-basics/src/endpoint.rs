//! An endpoint: the host and the port that every program here is given.

use crate::reason;
use clap::builder::NonEmptyStringValueParser;
use std::{
    fmt, io,
    net::{SocketAddr, ToSocketAddrs},
};

/// A host and a port, as people write them: one end of a connection, before it is an address.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct Endpoint {
    /// A name, an IPv4 address or an IPv6 address.
    #[arg(help = "A name (localhost), an IPv4 address (127.0.0.1) or an IPv6 address (::1)")]
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    pub host: String,

    /// A port from 0 to 65535; a server that is given 0 takes any free one
    pub port: u16,
}

impl Endpoint {
    /// All the addresses the host stands for, each with the port, in the order in which the system would try them.
    ///
    /// # Errors
    ///
    /// When the system knows no address for the host.
    // ANCHOR: resolve
    pub fn resolve(&self) -> Result<Vec<SocketAddr>, ResolveError> {
        let failed = |cause| ResolveError { host: self.host.clone(), cause };
        let addresses: Vec<_> = (self.bare_host(), self.port).to_socket_addrs().map_err(failed)?.collect();
        if addresses.is_empty() {
            return Err(failed(io::Error::other("the name stands for no address")));
        }
        Ok(addresses)
    }
    // ANCHOR_END: resolve

    /// The host without the brackets in which an IPv6 address stands in a URL.
    fn bare_host(&self) -> &str {
        self.host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(&self.host)
    }
}

impl fmt::Display for Endpoint {
    /// `localhost:1081`; an IPv6 address goes into brackets, so that its colons and the port's stay apart
    /// (RFC 3986, section 3.2.2).
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.bare_host();
        if host.contains(':') {
            write!(formatter, "[{host}]:{}", self.port)
        } else {
            write!(formatter, "{host}:{}", self.port)
        }
    }
}

/// A name for which the system found no address.
#[derive(Debug, thiserror::Error)]
#[error("could not find an address for {host}: {}", reason(cause))]
pub struct ResolveError {
    /// The host that was looked up.
    pub host: String,
    /// What the system said.
    pub cause: io::Error,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(host: &str) -> Endpoint {
        Endpoint { host: host.to_owned(), port: 1081 }
    }

    #[test]
    fn an_ipv6_host_is_shown_in_brackets_and_others_are_not() {
        assert_eq!(endpoint("localhost").to_string(), "localhost:1081");
        assert_eq!(endpoint("127.0.0.1").to_string(), "127.0.0.1:1081");
        assert_eq!(endpoint("::1").to_string(), "[::1]:1081");
        assert_eq!(endpoint("[::1]").to_string(), "[::1]:1081");
    }

    #[test]
    fn an_address_is_its_own_resolution() {
        for (host, address) in
            [("127.0.0.1", "127.0.0.1:1081"), ("::1", "[::1]:1081"), ("[::1]", "[::1]:1081")]
        {
            assert_eq!(endpoint(host).resolve().unwrap(), [address.parse().unwrap()]);
        }
    }

    #[test]
    fn every_address_of_localhost_is_a_loopback_address() {
        assert!(endpoint("localhost").resolve().unwrap().iter().all(|address| address.ip().is_loopback()));
    }

    #[test]
    fn a_host_that_is_no_name_is_an_error_that_says_so() {
        let error = endpoint("no\0name").resolve().unwrap_err().to_string();
        assert!(error.starts_with("could not find an address for no\0name: "), "{error:?}");
    }
}
