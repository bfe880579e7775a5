//! Limits on the number of decoded objects of each kind. A limit on bytes alone is none: 57 kB of gzip can hold 20 million
//! empty objects, which take gigabytes once each of them is a value of its own.
//!
//! Objects are counted while they are decoded, across all lists, pages and files of one run, so that what is too much ends the
//! decoding rather than the machine. Deserializers cannot carry a counter along, so that the counters belong to the thread that
//! decodes, and [`counted`] gives each run its own.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::fault::Fault;
use super::locate::locate;
use crate::error::EvidenceErrorKind;
use crate::text::grouped;

/// The most fields of one entry of `averageComparativeScores`: a tenant has about ten.
const MOST_FIELDS: usize = 1_000;

thread_local! {
    static TALLY: Cell<[u64; KINDS]> = const { Cell::new([0; KINDS]) };
}

/// A kind of object, and how many of it one run reads.
pub(super) trait Limit {
    /// The place of its counter.
    const INDEX: usize;
    /// The most that are read.
    const MOST: u64;
    /// Their name.
    const WHAT: &'static str;
}

macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident: $most:literal, $what:literal;)*) => {
        /// The kinds of objects that are counted, in the order of their counters.
        enum Counted {
            $($name,)*
        }

        /// The number of counters.
        const KINDS: usize = LIMITS.len();

        /// The most of each kind, in the order of their counters.
        const LIMITS: [u64; [$(Counted::$name as usize),*].len()] = [$($most),*];

        $(
            $(#[$doc])*
            pub(super) struct $name;

            impl Limit for $name {
                const INDEX: usize = Counted::$name as usize;
                const MOST: u64 = $most;
                const WHAT: &'static str = $what;
            }
        )*
    };
}

limits! {
    /// JSON documents: values of NDJSON, and of lists around them.
    Documents: 100_000, "JSON documents";
    /// Responses of recordings.
    Responses: 100_000, "responses";
    /// Entries (`value`) of the responses of one file: snapshots and profiles together.
    Entries: 200_000, "entries in one file or response";
    /// Snapshots: the days of all files, also those that several files hold.
    Snapshots: 100_000, "snapshots";
    /// Profiles of controls, also those that several files hold.
    Profiles: 600_000, "profiles";
    /// `controlStateUpdates` of all profiles.
    Updates: 2_000_000, "state updates";
    /// `threats` of all profiles.
    Threats: 3_000_000, "threats";
    /// `controlScores` of the days that are needed.
    Scores: 1_000_000, "control scores";
    /// `averageComparativeScores` of the newest days.
    Averages: 100_000, "comparative averages";
    /// Incidents of all files.
    Incidents: 20_000, "incidents";
    /// Alerts of all incidents and files.
    Alerts: 200_000, "alerts";
    /// Techniques, categories and tags of all incidents and alerts.
    IncidentTexts: 2_000_000, "techniques, categories and tags";
}

/// Runs something with counters of its own.
pub(super) fn counted<T>(run: impl FnOnce() -> T) -> T {
    Tally::default().count(run)
}

/// The counters of a run that decodes in several steps, perhaps on several threads.
#[derive(Debug, Default)]
pub(super) struct Tally([u64; KINDS]);

impl Tally {
    /// Runs one step, which continues the counters.
    pub(super) fn count<T>(&mut self, step: impl FnOnce() -> T) -> T {
        let before = TALLY.replace(self.0);
        let done = step();
        self.0 = TALLY.replace(before);
        done
    }
}

/// Tries something. Where it fails, what it counted does not count: it is tried again, or done in another way.
pub(super) fn attempt<T, E>(run: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let before = TALLY.get();
    run().inspect_err(|_| TALLY.set(before))
}

/// Counts objects.
///
/// # Errors
///
/// [`Fault`] that names the limit, where there are more than it allows.
pub(super) fn count<L: Limit>(number: u64) -> Result<(), Fault> {
    let mut tally = TALLY.get();
    tally[L::INDEX] = tally[L::INDEX].saturating_add(number);
    TALLY.set(tally);
    if tally[L::INDEX] > L::MOST { Err(beyond::<L>()) } else { Ok(()) }
}

/// Sets a counter to what is kept of the objects that were decoded.
///
/// # Errors
///
/// As for [`count`].
pub(super) fn keep<L: Limit>(number: u64) -> Result<(), Fault> {
    let mut tally = TALLY.get();
    tally[L::INDEX] = 0;
    TALLY.set(tally);
    count::<L>(number)
}

/// The kind of a fault that a parser reports: a counter beyond its limit ends the parsing, too.
pub(super) fn kind_of_parser_error() -> EvidenceErrorKind {
    let is_beyond = TALLY.get().iter().zip(LIMITS).any(|(number, most)| *number > most);
    if is_beyond { EvidenceErrorKind::TooLarge } else { EvidenceErrorKind::Malformed }
}

fn beyond<L: Limit>() -> Fault {
    Fault::too_large(format!(
        "more than {} {}, which is the most that one run reads; name fewer or smaller files",
        grouped(L::MOST),
        L::WHAT
    ))
}

/// A list, or null, whose elements count.
pub(super) fn list<'de, L: Limit, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    let list: Option<List<T, L>> = Deserialize::deserialize(deserializer)?;
    Ok(list.map(|list| list.0))
}

/// A list whose elements count; a missing one is empty.
pub(super) fn whole_list<'de, L: Limit, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    List::<T, L>::deserialize(deserializer).map(|list| list.0)
}

/// A list whose elements count.
pub(super) struct List<T, L>(pub(super) Vec<T>, PhantomData<L>);

impl<'de, T: Deserialize<'de>, L: Limit> Deserialize<'de> for List<T, L> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Elements<T, L>(PhantomData<(T, L)>);

        impl<'de, T: Deserialize<'de>, L: Limit> Visitor<'de> for Elements<T, L> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a sequence")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Vec<T>, A::Error> {
                let mut elements = Vec::new();
                while let Some(element) = access.next_element()? {
                    count::<L>(1).map_err(A::Error::custom)?;
                    elements.push(element);
                }
                Ok(elements)
            }
        }

        deserializer.deserialize_seq(Elements::<T, L>(PhantomData)).map(|elements| Self(elements, PhantomData))
    }
}

/// Decodes the elements of a list one by one, and counts them; null is an empty list. `whole` is the text that the list is a
/// part of.
///
/// # Errors
///
/// [`Fault`] where the list cannot be decoded, or an element cannot be used.
pub(super) fn each<'a, L: Limit, T: Deserialize<'a>>(
    whole: &str,
    raw: &'a RawValue,
    mut take: impl FnMut(T) -> Result<(), Fault>,
) -> Result<(), Fault> {
    struct Taking<'t, F, T, L> {
        take: &'t mut F,
        /// The reason why an element cannot be used, which has no place in the text.
        refused: &'t mut Option<Fault>,
        kind: PhantomData<(T, L)>,
    }

    impl<'de, F: FnMut(T) -> Result<(), Fault>, T: Deserialize<'de>, L: Limit> Visitor<'de> for Taking<'_, F, T, L> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a sequence")
        }

        fn visit_unit<E>(self) -> Result<(), E> {
            Ok(())
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
            while let Some(element) = access.next_element()? {
                count::<L>(1).map_err(A::Error::custom)?;
                if let Err(refused) = (self.take)(element) {
                    *self.refused = Some(refused.clone());
                    return Err(A::Error::custom(refused));
                }
            }
            Ok(())
        }
    }

    let mut refused = None;
    let taking = Taking { take: &mut take, refused: &mut refused, kind: PhantomData::<(T, L)> };
    let done = serde_json::Deserializer::from_str(raw.get()).deserialize_any(taking);
    done.map_err(|error| refused.unwrap_or_else(|| locate(whole, raw.get(), &error)))
}

/// The fields of an object, each as it stands.
pub(super) struct Fields<'a>(pub(super) BTreeMap<String, &'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs<'a>(PhantomData<&'a ()>);

        impl<'de: 'a, 'a> Visitor<'de> for Pairs<'a> {
            type Value = BTreeMap<String, &'a RawValue>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
                let mut fields = BTreeMap::new();
                while let Some((key, value)) = access.next_entry::<String, &'de RawValue>()? {
                    if fields.len() == MOST_FIELDS {
                        return Err(A::Error::custom(format!(
                            "more than {} fields in one object",
                            grouped(MOST_FIELDS as u64)
                        )));
                    }
                    let text = value.get();
                    // Which of two values counts must not depend on their order.
                    if let Some(other) = fields.insert(key, value)
                        && other.get() != text
                    {
                        return Err(A::Error::custom("a field stands twice in one object, with different values"));
                    }
                }
                Ok(fields)
            }
        }

        deserializer.deserialize_map(Pairs(PhantomData)).map(Self)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_limit_may_be_reached_and_not_passed_over_several_lists() {
        let decode = |number: usize| {
            let text = format!("[{}0]", "0,".repeat(number - 1));
            serde_json::from_str::<List<u8, Documents>>(&text)
                .map(|list| list.0.len())
                .map_err(|error| error.to_string())
        };
        counted(|| {
            assert_eq!(decode(60_000).unwrap(), 60_000);
            counted(|| assert_eq!(decode(100_000).unwrap(), 100_000));
            assert_eq!(decode(40_000).unwrap(), 40_000);
            assert!(decode(1).unwrap_err().starts_with("more than 100,000 JSON documents, which is the most"));
        });
    }

    #[test]
    fn what_is_not_kept_does_not_count() {
        counted(|| {
            for _ in 0..3 {
                count::<Scores>(900_000).unwrap();
                keep::<Scores>(100_000).unwrap();
            }
            assert!(keep::<Scores>(1_000_001).is_err());
        });
    }
}
