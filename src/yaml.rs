//! YAML files in which every value knows its place: reading, decoding, syntax, tags, schemas, limits, and what to say about
//! everything that is wrong.

pub(crate) mod budget;
mod decode;
pub(crate) mod document;
mod explain;
pub(crate) mod open;
pub(crate) mod shape;
pub(crate) mod suggest;
mod syntax;
mod tags;
pub(crate) mod tree;
