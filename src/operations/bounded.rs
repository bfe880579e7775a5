//! The limit of an answer in tokens: lists are shown as far as they fit, long texts are cut, and the answer states whether something
//! is left out.

use std::cell::Cell;

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, Head, joined, to_json};
use super::basis::Basis;
use super::refusal::Refusal;

/// The most characters of a text, the largest first: texts are cut further only where an answer has no room for one entry otherwise.
const TEXT_LIMITS: [usize; 3] = [LONGEST_TEXT, 100, 25];

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

impl Extent {
    /// The extent of an answer that shows some of the entries.
    pub(super) const fn of(shown: usize, total: usize) -> Self {
        Self { truncated: shown < total, shown, total }
    }
}

/// The content of an answer with a list.
pub(super) trait Bounded: Serialize {
    /// The extent of the list.
    fn extent(&mut self) -> &mut Extent;
}

/// The limits on the texts of an answer, which remember whether one was applied.
pub(super) struct ContentLimits {
    longest: usize,
    is_cut: Cell<bool>,
}

impl ContentLimits {
    const fn of(longest: usize) -> Self {
        Self { longest, is_cut: Cell::new(false) }
    }

    /// A text; the mark `…` stands for what is cut off.
    pub(super) fn text(&self, text: &str) -> String {
        self.cut(text, self.longest)
    }

    /// A text that may be missing.
    pub(super) fn optional(&self, text: Option<&str>) -> Option<String> {
        text.map(|text| self.text(text))
    }

    /// An id, which a caller can use where it has a usual length.
    pub(super) fn id(&self, id: &str) -> String {
        self.cut(id, LONGEST_TEXT)
    }

    /// The first entries of a list.
    pub(super) fn list<'a, T>(&self, list: &'a [T], most: usize) -> impl Iterator<Item = &'a T> + use<'a, T> {
        if list.len() > most {
            self.is_cut.set(true);
        }
        list.iter().take(most)
    }

    fn cut(&self, text: &str, longest: usize) -> String {
        match text.char_indices().nth(longest) {
            Some((at, _)) => {
                self.is_cut.set(true);
                format!("{}…", &text[..at])
            }
            None => text.to_owned(),
        }
    }
}

/// The number of tokens (`o200k_base`) of a text.
pub(super) fn tokens(text: &str) -> usize {
    tiktoken_rs::o200k_base_singleton().count_ordinary(text)
}

/// The answer with as many of `available` entries as fit into `most` tokens; `content` writes it with a number of them.
///
/// # Errors
///
/// [`Refusal::Internal`] where the answer cannot be written; [`Refusal::Argument`] where not even one without entries fits.
pub(super) fn fit<T: Bounded>(
    basis: &Basis,
    most: usize,
    available: usize,
    content: impl Fn(usize, &ContentLimits) -> T,
) -> Result<Answer, Refusal> {
    let head = to_json(&Head::widest(basis))?;
    let written = |count: usize, longest: usize| {
        let limits = ContentLimits::of(longest);
        let mut content = content(count, &limits);
        content.extent().truncated |= limits.is_cut.get();
        to_json(&content)
    };
    let size = |count: usize, longest: usize| Ok::<_, Refusal>(tokens(&joined(&head, &written(count, longest)?)));
    let mut longest = LONGEST_TEXT;
    for limit in TEXT_LIMITS {
        longest = limit;
        if size(available.min(1), longest)? <= most {
            break;
        }
    }
    let bare = size(0, longest)?;
    if bare > most {
        return Err(Refusal::Argument(format!("the argument `max_tokens` is too small: the answer needs {bare}")));
    }
    // Larger and larger answers, so that none is written that is much too long; then between the last two.
    let (mut fits, mut fails) = (0, available + 1);
    while fits + 1 < fails {
        let middle = fits + (fails - fits) / 2;
        let count = middle.min(fits * 2 + 1);
        if size(count, longest)? <= most { fits = count } else { fails = count }
    }
    Ok(Answer::of_json(written(fits, longest)?))
}

/// A figure; a zero has no sign, and what is not a finite number is not known.
pub(super) fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(if value == 0.0 { 0.0 } else { value })
}
