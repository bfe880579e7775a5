//! The entries of responses: each is decoded when it is complete.

use std::io::Read;
use std::ops::Deref;
use std::sync::Arc;

use super::days::Days;
use super::fields::elements;
use crate::evidence::assemble::{Part, Tenants};
use crate::evidence::document::{Capture, Link, names_catalogue};
use crate::evidence::gap::Gap;
use crate::evidence::pages::Page;
use crate::evidence::past::Needs;
use crate::evidence::window::{Declined, TakeError, Window, WindowText};
use crate::evidence::wire::{Item, Kind};
use crate::evidence::{Profile, limits};

/// The entries of all responses of one capture.
pub(super) struct Entries<'n, N> {
    days: Days<'n, N>,
    pages: Vec<Page>,
    /// The profiles of the response that is read.
    profiles: Vec<Arc<Profile>>,
    tenants: Tenants,
    gaps: Vec<Gap>,
}

impl<'n, N: Deref<Target = Needs>> Entries<'n, N> {
    pub(super) fn new(needs: &'n N) -> Self {
        let (pages, profiles, gaps) = (Vec::new(), Vec::new(), Vec::new());
        Self { days: Days::new(needs), pages, profiles, tenants: Tenants::default(), gaps }
    }

    /// Reads the list of entries of one response.
    pub(super) fn read<R: Read>(&mut self, window: &mut Window<R>) -> Result<(), Declined> {
        let mut expected = 1;
        elements(window, |window| {
            window.peek()?;
            let length = window.value(expected, |rest| self.entry(rest))?;
            // An entry is about as long as the one before.
            expected = length + length / 16;
            Ok(())
        })
    }

    /// Decodes an entry, and returns its length in bytes as the value and as the length to consume.
    fn entry(&mut self, rest: &WindowText<'_>) -> Result<(usize, usize), TakeError> {
        let (item, text) = rest.first::<Item<'_>>()?;
        limits::count::<limits::Entries>(1).map_err(Declined::from)?;
        match item.kind() {
            Kind::Score => {
                limits::count::<limits::Snapshots>(1).map_err(Declined::from)?;
                self.days.add(&item, text)?;
            }
            Kind::Profile => {
                limits::count::<limits::Profiles>(1).map_err(Declined::from)?;
                self.tenants.note(item.profile_tenant());
                self.profiles.push(item.into_profile(&mut self.gaps).into());
            }
            Kind::Both | Kind::Neither => return Err(TakeError::Declined),
        }
        Ok((text.len(), text.len()))
    }

    /// Ends a response of which all entries were read: a page of the catalogue, if it has profiles or its context says so.
    pub(super) fn end_page(&mut self, context: Option<&str>, link: Link, count: Option<u64>) {
        let profiles = std::mem::take(&mut self.profiles);
        if profiles.is_empty() && !names_catalogue(context) {
            return;
        }
        let part = link.part(context);
        self.pages.push(Page { profiles, part, link, count });
    }

    /// The part that all entries make together.
    pub(super) fn part(self, capture: Capture<'_>) -> Result<Part, Declined> {
        let Self { days, pages, profiles: _, tenants, gaps } = self;
        let days = days.decode(capture.captured, capture.partial_scores.is_some())?;
        Ok(Part::of(capture, days, pages, tenants, gaps))
    }
}
