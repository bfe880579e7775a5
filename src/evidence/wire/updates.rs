//! The states of a control, as they lie in a response. There can be millions, so that each becomes what is kept of it at
//! once, and a text that follows upon the same text is kept once.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use crate::evidence::catalogue::StateUpdate;
use crate::evidence::lenient::timestamp;
use crate::evidence::limits::{Updates, count};

use super::text::{Text, clean};

#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Update<'a> {
    #[serde(borrow, alias = "State")]
    state: Option<Text<'a>>,
    #[serde(borrow, alias = "UpdatedDateTime")]
    updated_date_time: Option<Text<'a>>,
    #[serde(borrow, alias = "UpdatedBy")]
    updated_by: Option<Text<'a>>,
    #[serde(borrow, alias = "Comment")]
    comment: Option<Text<'a>>,
}

/// All `controlStateUpdates` of a profile; none where one has a date that cannot be read: then their order is not known.
pub(super) struct States(pub(super) Option<Vec<StateUpdate>>);

impl<'de> Deserialize<'de> for States {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;

        impl<'de> Visitor<'de> for List {
            type Value = States;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a sequence")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<States, A::Error> {
                let mut states: Option<Vec<StateUpdate>> = Some(Vec::new());
                while let Some(update) = access.next_element::<Update<'de>>()? {
                    count::<Updates>(1).map_err(A::Error::custom)?;
                    states = states.and_then(|mut states| {
                        let state = update.into_state(states.last())?;
                        states.push(state);
                        Some(states)
                    });
                }
                if let Some(states) = &mut states {
                    states.shrink_to_fit();
                }
                Ok(States(states))
            }
        }

        deserializer.deserialize_seq(List)
    }
}

impl Update<'_> {
    /// None where it has a date that cannot be read.
    fn into_state(self, before: Option<&StateUpdate>) -> Option<StateUpdate> {
        let updated = match self.updated_date_time.as_deref() {
            Some(text) => Some(timestamp(text)?),
            None => None,
        };
        let text = |text: Option<Text<'_>>| clean(text.as_deref());
        let by = shared(text(self.updated_by), before.and_then(|before| before.by.as_ref()));
        let comment = shared(text(self.comment), before.and_then(|before| before.comment.as_ref()));
        Some(StateUpdate { state: text(self.state), updated, by, comment })
    }
}

/// The text, or the same one that is kept already.
fn shared(text: Option<String>, before: Option<&Arc<str>>) -> Option<Arc<str>> {
    let text = text?;
    Some(before.filter(|before| ***before == *text).map_or_else(|| text.into(), Arc::clone))
}
