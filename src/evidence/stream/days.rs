//! The days of a capture while it is read: the newest as text, which is decoded when it is known to be the newest, and of the others what
//! is needed before it.

use std::collections::BTreeMap;
use std::ops::Deref;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

use crate::evidence::assemble::{DecodedDays, Tenants};
use crate::evidence::past::{Needs, PastDay};
use crate::evidence::window::Declined;
use crate::evidence::wire::Item;

/// The days that were read so far.
pub(super) struct Days<'n, N> {
    needs: &'n N,
    /// The newest day.
    last: Option<Date>,
    /// The texts of its entries: one, unless the day stands twice.
    newest: Vec<String>,
    /// The needed days before it, with their number in the file: of one date the first comes first.
    past: BTreeMap<(Date, usize), PastDay>,
    tenants: Tenants,
    /// The number of days that were read.
    number: usize,
}

impl<'n, N: Deref<Target = Needs>> Days<'n, N> {
    pub(super) fn new(needs: &'n N) -> Self {
        let (newest, past) = (Vec::new(), BTreeMap::new());
        Self { needs, last: None, newest, past, tenants: Tenants::default(), number: 0 }
    }

    /// Adds a day, whose text is given beside it.
    pub(super) fn add(&mut self, item: &Item<'_>, text: &[u8]) -> Result<(), Declined> {
        self.tenants.note(item.tenant()?);
        let date = Offset::UTC.to_datetime(item.created()?).date();
        if self.last.is_some_and(|last| date < last) {
            self.add_past(item, date)?;
        } else {
            self.add_newest(text, date)?;
        }
        self.number += 1;
        Ok(())
    }

    /// Adds a day that is the newest so far. Those that were the newest until now become past ones.
    fn add_newest(&mut self, text: &[u8], date: Date) -> Result<(), Declined> {
        let mut own = String::new();
        if let Some(before) = self.last.replace(date).filter(|last| *last < date) {
            let mut earlier = std::mem::take(&mut self.newest);
            if self.needs.days > 0 {
                let first = self.number - earlier.len();
                for (index, text) in earlier.iter().enumerate() {
                    let item: Item<'_> = serde_json::from_str(text).map_err(|_| Declined)?;
                    self.past.insert((before, first + index), past_day(&item, before)?);
                }
                self.drop_early(date);
            }
            // Its memory serves for the text of the day that follows.
            own = earlier.pop().unwrap_or_default();
            own.clear();
        }
        own.push_str(std::str::from_utf8(text).map_err(|_| Declined)?);
        self.newest.push(own);
        Ok(())
    }

    /// Adds a day before the newest, where it is needed. What is not needed now is not needed later: the newest day only gets later,
    /// and the days before the needed ones only more.
    fn add_past(&mut self, item: &Item<'_>, date: Date) -> Result<(), Declined> {
        let Some(last) = self.last.filter(|_| self.needs.days > 0) else { return Ok(()) };
        let first = self.needs.first(last);
        let is_spare = || self.past.range((date, usize::MAX)..(first, 0)).count() < Needs::SPARE;
        if date >= first || is_spare() {
            self.past.insert((date, self.number), past_day(item, date)?);
            self.drop_early(last);
        }
        Ok(())
    }

    /// Drops the days that are not needed before a newest one.
    fn drop_early(&mut self, newest: Date) {
        let first = (self.needs.first(newest), 0);
        while self.past.range(..first).nth(Needs::SPARE).is_some() {
            self.past.pop_first();
        }
    }

    /// Decodes the newest day. When it was captured, and whether a part is missing, holds for all days.
    pub(super) fn decode(self, captured: Option<Timestamp>, partial: bool) -> Result<DecodedDays, Declined> {
        let mut gaps = Vec::new();
        let mut newest = Vec::with_capacity(self.newest.len());
        for text in &self.newest {
            let item: Item<'_> = serde_json::from_str(text).map_err(|_| Declined)?;
            newest.push(item.to_snapshot(text, captured, &mut gaps)?);
        }
        let past = self.past.into_values().map(|day| PastDay { captured, partial, ..day }).collect();
        Ok(DecodedDays { newest, past, tenants: self.tenants, gaps })
    }
}

fn past_day(item: &Item<'_>, date: Date) -> Result<PastDay, Declined> {
    Ok(item.to_past("", date, None, false)?)
}
