//! Laws of attribution, over arbitrary pairs of days.

mod fall;
mod pairs;
mod parts;
