//! Laws of attribution, over arbitrary pairs of days.

mod pairs;
mod parts;
mod posture_drop;
