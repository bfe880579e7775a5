//! The limit of an answer in tokens: lists are shown as far as they fit, and the answer states how much of them it shows.

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Head, joined, to_json};
use super::basis::Basis;
use super::refusal::Refusal;

/// The most characters of a text in an answer.
const LONGEST_TEXT: usize = 400;

/// How much of a list an answer shows.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Extent")]
pub(super) struct Extent {
    /// Whether the answer leaves something out, because of `max_tokens`, of a limit on the number or the length of texts, or of an offset.
    pub(super) truncated: bool,
    /// The number of entries that the answer shows.
    pub(super) shown: usize,
    /// The number of entries that there are.
    pub(super) total: usize,
}

/// The number of tokens (`o200k_base`) of a text.
pub(super) fn tokens(text: &str) -> usize {
    tiktoken_rs::o200k_base_singleton().count_ordinary(text)
}

/// The number of the first entries with which an answer fits into `most` tokens; `content` writes it with so many of them.
///
/// # Errors
///
/// [`Refusal::Internal`] where the answer cannot be written; [`Refusal::Argument`] where not even one without entries fits.
pub(super) fn fit<T: Serialize>(
    basis: &Basis,
    most: usize,
    entries: &[impl Serialize],
    content: impl Fn(usize) -> T,
) -> Result<usize, Refusal> {
    let head = to_json(&Head::widest(basis))?;
    let size = |count: usize| Ok::<_, Refusal>(tokens(&joined(&head, &to_json(&content(count))?)));
    let bare = size(0)?;
    if bare > most {
        return Err(Refusal::Argument(format!("the argument `max_tokens` is too small: the answer needs {bare}")));
    }
    let (mut count, mut used) = (0, bare);
    for entry in entries {
        used += tokens(&to_json(entry)?) + 1;
        if used > most {
            break;
        }
        count += 1;
    }
    // The parts were counted one by one, and the whole decides.
    while count > 0 && size(count)? > most {
        count -= 1;
    }
    Ok(count)
}

/// A text of at most [`LONGEST_TEXT`] characters; the mark `…` stands for what is cut off.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// A figure; a zero has no sign, and what is not a finite number is not known.
pub(super) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(if value == 0.0 { 0.0 } else { value })
}
