//! The ranges of port numbers, and what each is for.

use std::{fmt, ops::RangeInclusive};

/// The range that a port belongs to (RFC 6335, section 6). Port 0 is reserved; for `bind` it means any free port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortRange {
    /// 0: not a port to connect to. It asks the system to choose one.
    Any,
    /// 1 to 1023: system ports, for well-known services such as a web server.
    System,
    /// 1024 to 49151: user ports, registered for applications and open to every program.
    User,
    /// 49152 to 65535: dynamic ports, not registered; for clients, which need a port for a short time.
    Dynamic,
}

impl PortRange {
    /// The range of a port.
    #[must_use]
    // ANCHOR: ranges
    pub fn of(port: u16) -> Self {
        match port {
            0 => Self::Any,
            1..=1023 => Self::System,
            1024..=49151 => Self::User,
            49152.. => Self::Dynamic,
        }
    }
    // ANCHOR_END: ranges

    /// The first and the last port of the range.
    #[must_use]
    pub fn ports(self) -> RangeInclusive<u16> {
        match self {
            Self::Any => 0..=0,
            Self::System => 1..=1023,
            Self::User => 1024..=49151,
            Self::Dynamic => 49152..=65535,
        }
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Any => "not a real port: it asks the system to choose a free one",
            Self::System => "a system port (1 to 1023), reserved for well-known services",
            Self::User => "a user port (1024 to 49151), open to any program",
            Self::Dynamic => "a dynamic port (49152 to 65535), for clients, which need one for a short time",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_port_is_in_its_range() {
        assert!((0..=u16::MAX).all(|port| PortRange::of(port).ports().contains(&port)));
    }
}
