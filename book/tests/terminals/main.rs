//! What the book's terminals show. One program has all of these tests: most of them wait, and so they wait at the same time.
#![cfg(unix)]

mod back;
mod from_python;
mod front;
mod part_1;
mod part_1_linux;
mod part_2;
mod part_3;
mod part_3_watching;
mod part_4;
mod part_5;
mod part_5_balancer;
mod part_5_event_loop;
mod part_5_measuring;
mod part_5_public;
