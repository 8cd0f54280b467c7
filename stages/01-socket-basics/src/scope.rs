//! The scope of an address: from where it can be reached.

use std::net::{IpAddr, SocketAddr};

// ANCHOR: scope
/// From where the address can be reached.
pub(crate) fn scope(address: &SocketAddr) -> &'static str {
    // ::ffff:127.0.0.1 is 127.0.0.1, written as an IPv6 address.
    let ip = address.ip().to_canonical();
    if ip.is_loopback() {
        "loopback: reached from this machine only"
    } else if ip.is_unspecified() {
        "unspecified: a server bound here accepts clients on every address of this machine"
    } else if is_link_local(ip) {
        "link-local: reached only over the cable or Wi-Fi of one interface"
    } else if is_private(ip) {
        "private: reached from within its own network only"
    } else if is_unique_local(ip) {
        "unique local: reached from within its own network only"
    } else if ip.is_multicast() {
        "multicast: a group of machines, reached by datagrams only"
    } else {
        "reached from wherever the network leads to it"
    }
}
// ANCHOR_END: scope

/// `169.254.0.0/16` (RFC 3927) and `fe80::/10` (RFC 4291, section 2.5.6): routers do not forward these.
fn is_link_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    }
}

/// RFC 1918, and `100.64.0.0/10` for the NAT of providers (RFC 6598).
fn is_private(ip: IpAddr) -> bool {
    matches!(ip, IpAddr::V4(ip) if ip.is_private() || matches!(ip.octets(), [100, 64..=127, ..]))
}

/// `fc00::/7` (RFC 4193).
fn is_unique_local(ip: IpAddr) -> bool {
    matches!(ip, IpAddr::V6(ip) if ip.is_unique_local())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_has_its_scope() {
        for (address, expected) in [
            ("127.0.0.1:1", "loopback"),
            ("[::1]:1", "loopback"),
            ("[::ffff:127.0.0.1]:1", "loopback"),
            ("0.0.0.0:1", "unspecified"),
            ("[::]:1", "unspecified"),
            ("169.254.1.2:1", "link-local"),
            ("[fe80::1%1]:1", "link-local"),
            ("[febf::1]:1", "link-local"),
            ("10.0.0.1:1", "private"),
            ("172.31.0.1:1", "private"),
            ("192.168.0.1:1", "private"),
            ("100.127.0.1:1", "private"),
            ("[fc00::1]:1", "unique local"),
            ("[fd00::2]:1", "unique local"),
            ("224.0.0.1:1", "multicast"),
            ("[ff02::1]:1", "multicast"),
            ("192.0.2.1:1", "reached from wherever"),
            ("100.128.0.1:1", "reached from wherever"),
            ("[2001:db8::1]:1", "reached from wherever"),
        ] {
            let scope = scope(&address.parse().unwrap());
            assert!(scope.starts_with(expected), "{address}: {scope}");
        }
    }
}
