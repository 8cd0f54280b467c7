//! The checks, a file for each section. A section's place in these lists is its number.

mod arithmetic;
mod client_faults;
mod client_framing;
mod client_talking;
mod clients;
mod echo;
mod endurance;
mod errors;
mod faults;
mod framing;
mod limits;
mod numbers;
mod safety;
mod shutdown;

use crate::check::Section;

/// The ladder of a calculator server, in the order of the book.
pub(crate) const CALCULATOR: &[Section] = &[
    arithmetic::SECTION,
    numbers::SECTION,
    errors::SECTION,
    framing::SECTION,
    limits::SECTION,
    safety::SECTION,
    clients::SECTION,
    faults::SECTION,
    shutdown::SECTION,
    endurance::SECTION,
];

/// The ladder of an echo server.
pub(crate) const ECHO: &[Section] = &[echo::BYTES, echo::STREAMS, echo::CLIENTS];

/// The ladder of a client, whose servers the checks play.
pub(crate) const CLIENT: &[Section] =
    &[client_talking::SECTION, client_framing::SECTION, client_faults::SECTION];
