//! What records are made of, and what linkage makes of them.

mod linkage;
mod normal;
mod people;
