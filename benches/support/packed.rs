//! A response in a recording, and packed.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

/// A recording of one response.
pub(crate) fn recording(response: &str) -> String {
    let hash: String = Sha256::digest(response).iter().map(|byte| format!("{byte:02x}")).collect();
    format!(
        r#"{{
  "scoregate-recording": 1,
  "captured": "2026-11-23T06:00:00Z",
  "graph": "https://graph.microsoft.com",
  "responses": [
    {{
      "request": "/v1.0/security/secureScores?$top=90",
      "status": 200,
      "sha256": "{hash}",
      "body": {response}
    }}
  ]
}}
"#
    )
}

/// The bytes as gzip.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
