//! The pages over a real database: who may open what, what acts do, what a page may be asked from where.

mod access;
mod acts;
mod annotations;
mod confidence;
mod doors;
mod embed;
mod flow;
mod front_door;
mod live;
mod misuse;
mod proxies;
mod records;
mod services;
mod who_looked;
mod world;
