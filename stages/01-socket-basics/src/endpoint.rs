//! An endpoint: the host and the port that every program here has as its arguments.

use crate::reason;
use clap::builder::NonEmptyStringValueParser;
use std::{
    fmt, io,
    net::{SocketAddr, ToSocketAddrs},
};

/// A host and a port as a user writes them: one endpoint of a connection, before the name is resolved.
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
    /// All the addresses of the host, each with the port, in the order in which the system would try them.
    ///
    /// # Errors
    ///
    /// If the system finds no address for the host.
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

    /// The host without the brackets that an IPv6 address has in a URL.
    fn bare_host(&self) -> &str {
        self.host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(&self.host)
    }
}

impl fmt::Display for Endpoint {
    /// `localhost:1081`. An IPv6 address has colons itself, so it is in brackets (RFC 3986, section 3.2.2).
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
    /// The host that could not be resolved.
    pub host: String,
    /// The system's error.
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
    fn an_address_resolves_to_itself() {
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
    fn a_host_that_cannot_be_a_name_is_an_error_that_names_it() {
        let error = endpoint("no\0name").resolve().unwrap_err().to_string();
        assert!(error.starts_with("could not find an address for no\0name: "), "{error:?}");
    }
}
