//! YAML files in which every value knows its place: reading, decoding, syntax, tags, schemas, limits, and a diagnostic with file,
//! line and column for everything that is wrong.
//!
//! Nothing here knows what a file is about: what is special to a kind of file is in its [`FileSchema`] and its
//! `Vocabulary`.

pub(crate) mod accept;
pub(crate) mod document;
mod explain;
pub(crate) mod file;
mod json;
pub(crate) mod problem;
pub(crate) mod schema;
mod syntax;
mod tags;
pub(crate) mod tree;
pub(crate) mod typed;
pub(crate) mod vocabulary;

pub use document::{Place, SourceFile};
pub use schema::FileSchema;
