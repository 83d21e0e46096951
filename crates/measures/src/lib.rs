//! The story that facts tell, the lake that holds it as columns, and the engine that runs measures over the lake.
//!
//! The only crate that knows DataFusion: what goes in and what comes out are types of `kith-domain` and of this crate.

pub mod cluster;
pub mod engine;
pub mod explain;
pub mod gather;
pub mod lake;
pub mod programme;
mod sql;
pub mod story;
pub mod trial;
