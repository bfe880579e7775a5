//! The limit of an answer in tokens: lists are shown as far as they fit, long texts are cut, and the answer states whether something
//! is left out.

use std::cell::Cell;

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, Head, joined, to_json};
use super::basis::Basis;
use super::refusal::Refusal;
use crate::tokens;

/// The limits on the content of an answer, the widest first: a narrower one is taken only where an answer has no room for one entry
/// otherwise. Characters of some scripts take several tokens each, and ids are of use only as a whole.
const LEVELS: [Level; 5] = [
    Level { text: 400, id: 400, sentence: usize::MAX, list: usize::MAX },
    Level { text: 100, id: 400, sentence: 400, list: usize::MAX },
    Level { text: 25, id: 400, sentence: 100, list: usize::MAX },
    Level { text: 25, id: 100, sentence: 100, list: 2 },
    Level { text: 25, id: 25, sentence: 25, list: 1 },
];

/// Limits on the content of an answer.
#[derive(Debug, Clone, Copy)]
struct Level {
    /// The most characters of a text.
    text: usize,
    /// The most characters of an id.
    id: usize,
    /// The most characters of the sentence that an answer is about.
    sentence: usize,
    /// The most entries of a list within an entry.
    list: usize,
}

/// How much of a list an answer shows.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Extent")]
pub(super) struct Extent {
    /// Whether there are more entries after those that the answer shows, because of `max_tokens` or of a limit on their number.
    truncated: bool,
    /// Whether texts or lists of the answer are cut short; a larger `max_tokens` may show more of them.
    shortened: bool,
    /// The number of entries that the answer shows.
    shown: usize,
    /// The number of entries that there are.
    total: usize,
    /// The `offset` of the first entry that is not shown; missing where there is none, or where the operation has no `offset`.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_offset: Option<usize>,
}

impl Extent {
    /// The extent of an answer that shows the first entries.
    pub(super) const fn of(shown: usize, total: usize) -> Self {
        Self { truncated: shown < total, shortened: false, shown, total, next_offset: None }
    }

    /// The extent of an answer that shows some entries after an offset.
    pub(super) fn page(offset: usize, shown: usize, total: usize) -> Self {
        let next = Some(offset.saturating_add(shown)).filter(|next| *next < total);
        Self { truncated: next.is_some(), shortened: false, shown, total, next_offset: next }
    }
}

/// The content of an answer with a list.
pub(super) trait Bounded: Serialize {
    /// Whether the list is the answer itself: one that shows no entry would say nothing, and a caller that goes from page to page would
    /// not get on.
    const IS_PAGE: bool = false;

    /// The extent of the list.
    fn extent(&mut self) -> &mut Extent;
}

/// The limits on the texts of an answer, which remember whether one was applied.
pub(super) struct ContentLimits {
    level: Level,
    is_cut: Cell<bool>,
}

impl ContentLimits {
    const fn of(level: Level) -> Self {
        Self { level, is_cut: Cell::new(false) }
    }

    /// A text; the mark `…` stands for what is cut off.
    pub(super) fn text(&self, text: &str) -> String {
        self.cut(text, self.level.text)
    }

    /// A text that may be missing.
    pub(super) fn optional(&self, text: Option<&str>) -> Option<String> {
        text.map(|text| self.text(text))
    }

    /// An id, which a caller can use where it has a usual length.
    pub(super) fn id(&self, id: &str) -> String {
        self.cut(id, self.level.id)
    }

    /// The sentence that the answer is about, as long as there is room for it.
    pub(super) fn sentence(&self, sentence: &str) -> String {
        self.cut(sentence, self.level.sentence)
    }

    /// The first entries of a list.
    pub(super) fn list<'a, T>(&self, list: &'a [T], most: usize) -> impl Iterator<Item = &'a T> + use<'a, T> {
        let most = most.min(self.level.list);
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

/// The answer with as many of `available` entries as fit into `most` tokens; `content` writes it with a number of them.
///
/// # Errors
///
/// [`Refusal::Internal`] where the answer cannot be written; [`Refusal::Argument`] where not even one without entries fits, or where a
/// page has no room for one entry.
pub(super) fn fit<T: Bounded>(
    basis: &Basis,
    most: usize,
    available: usize,
    content: impl Fn(usize, &ContentLimits) -> T,
) -> Result<Answer, Refusal> {
    let head = to_json(&Head::widest(basis))?;
    let written = |count: usize, level: Level| {
        let limits = ContentLimits::of(level);
        let mut content = content(count, &limits);
        content.extent().shortened = limits.is_cut.get();
        to_json(&content)
    };
    let size = |count: usize, level: Level| Ok::<_, Refusal>(tokens::count(&joined(&head, &written(count, level)?)));
    let mut level = LEVELS[0];
    for narrower in LEVELS {
        level = narrower;
        if size(available.min(1), level)? <= most {
            break;
        }
    }
    let least = size(if T::IS_PAGE { available.min(1) } else { 0 }, level)?;
    if least > most {
        return Err(Refusal::Argument(format!("the argument `max_tokens` is too small: the answer needs {least}")));
    }
    // Larger and larger answers, so that none is written that is much too long; then between the last two.
    let (mut fits, mut fails) = (0, available + 1);
    while fits + 1 < fails {
        let middle = fits + (fails - fits) / 2;
        let count = middle.min(fits * 2 + 1);
        if size(count, level)? <= most { fits = count } else { fails = count }
    }
    Ok(Answer::of_json(written(fits, level)?))
}

/// A figure in hundredths, the places that reports show; a zero has no sign, and what is not a finite number is not known.
pub(super) fn finite(value: f64) -> Option<f64> {
    let hundredths = (value * 100.0).round() / 100.0;
    // So large a number has no places.
    let rounded = if hundredths.is_finite() { hundredths } else { value };
    value.is_finite().then_some(if rounded == 0.0 { 0.0 } else { rounded })
}
