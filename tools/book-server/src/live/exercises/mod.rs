//! Exercises that pages show, check and reset.

mod call;
mod card;
mod desk;
mod editor;

pub(crate) use call::call;
pub(crate) use desk::Desk;
