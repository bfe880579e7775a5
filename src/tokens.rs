//! The number of tokens of a text, as the tokenizer `o200k_base` itself counts them.
//!
//! `tiktoken-rs` has the vocabulary as text of 3.6 MB. The file here has the same tokens in 1 MB: packed by gzip, each in the order of its
//! rank as one byte with its length, and its bytes. A test compares the two.

use std::io::Read;
use std::sync::LazyLock;

use flate2::read::GzDecoder;
use tiktoken_rs::{CoreBPE, O200K_BASE_PAT_STR, Rank};

static PACKED: &[u8] = include_bytes!("tokens/o200k_base.gz");

static TOKENIZER: LazyLock<Option<CoreBPE>> = LazyLock::new(tokenizer);

/// The number of tokens of a text. The first call loads the vocabulary, which takes about a sixth of a second; a run that counts none
/// never does.
pub(crate) fn count(text: &str) -> usize {
    // No text has more tokens than bytes.
    TOKENIZER.as_ref().map_or(text.len(), |tokenizer| tokenizer.count_ordinary(text))
}

fn tokenizer() -> Option<CoreBPE> {
    let vocabulary = vocabulary()?;
    let ranked = split(&vocabulary).zip(0..).map(|(token, rank): (_, Rank)| (token.to_vec(), rank));
    CoreBPE::new(ranked.collect(), Default::default(), O200K_BASE_PAT_STR).ok()
}

/// The tokens with their lengths.
fn vocabulary() -> Option<Vec<u8>> {
    let mut unpacked = Vec::new();
    GzDecoder::new(PACKED).read_to_end(&mut unpacked).ok()?;
    Some(unpacked)
}

/// The tokens in the order of their ranks.
fn split(vocabulary: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = vocabulary;
    std::iter::from_fn(move || {
        let (length, tokens) = rest.split_first()?;
        let (token, after) = tokens.split_at_checked((*length).into())?;
        rest = after;
        Some(token)
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::io::Write;

    use super::*;

    /// The vocabulary of `tiktoken-rs` in the form of the file.
    fn original() -> Vec<u8> {
        let whole = tiktoken_rs::o200k_base_singleton();
        let tokens = (0..).map_while(|rank| whole.decode_bytes(&[rank]).ok());
        let mut vocabulary = Vec::new();
        // What follows the ordinary tokens has a rank far behind them.
        for token in tokens {
            vocabulary.push(u8::try_from(token.len()).unwrap());
            vocabulary.extend(token);
        }
        vocabulary
    }

    /// With `SCOREGATE_BLESS=1` the file is written anew, after an update of `tiktoken-rs` for example.
    #[test]
    fn the_packed_vocabulary_is_that_of_the_tokenizer() {
        let original = original();
        if std::env::var_os("SCOREGATE_BLESS").is_some() && vocabulary().as_ref() != Some(&original) {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/tokens/o200k_base.gz");
            let mut encoder =
                flate2::write::GzEncoder::new(std::fs::File::create(path).unwrap(), flate2::Compression::best());
            encoder.write_all(&original).unwrap();
            encoder.finish().unwrap();
            return;
        }
        assert!(vocabulary() == Some(original), "run the test again with SCOREGATE_BLESS=1");
    }

    #[test]
    fn tokens_are_counted_as_the_tokenizer_counts_them() {
        let whole = tiktoken_rs::o200k_base_singleton();
        for text in
            ["", "MFARegistrationV2: 9 of 9 points", "Zürich 東京 😀\n\n  - 12,345.67%", include_str!("tokens.rs")]
        {
            assert_eq!(count(text), whole.count_ordinary(text), "{text}");
        }
    }
}
