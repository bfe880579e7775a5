//! The schema of recordings is the one that is generated from the types.

use crate::support::generated;

#[test]
fn the_schema_of_recordings_in_the_repository_is_the_generated_one() {
    generated::file_says("schemas/recording.schema.json", &scoregate::evidence::recording::schema());
}
