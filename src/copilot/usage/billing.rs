//! What the use of a month costs: capacity that is provisioned by the hour with overage, or the pool of Microsoft 365 licences.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::ledger::Ledger;
use super::row::Use;
use super::scu::{Cost, Price, Scu};

/// The most SCU a month that licences include.
const LARGEST_POOL: Scu = Scu::whole(10_000);

/// What is paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capacity {
    /// SCU that are provisioned in every hour, and the overage.
    Provisioned {
        /// The SCU of each hour.
        units: Scu,
        /// The use above them that is allowed.
        overage: Overage,
    },
    /// The SCU that Microsoft 365 E5 licences include: 400 a month for 1,000 licences, in proportion.
    Licences(u64),
}

/// The use above the provisioned capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overage {
    /// None.
    None,
    /// At most so many SCU in an hour.
    Limited(Scu),
    /// Without a limit.
    Unlimited,
}

/// The prices of an SCU, which the user states.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Prices {
    /// Of one that is provisioned for an hour.
    pub provisioned: Option<Price>,
    /// Of one above the capacity or the pool.
    pub overage: Option<Price>,
}

/// The bill of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Billing {
    /// The provisioned SCU, or the pool.
    pub included: Scu,
    /// The hours so far, of capacity by the hour.
    pub hours: Option<u64>,
    /// The part of the use within the capacity or the pool.
    pub within: Scu,
    /// The use above it that is billed: of capacity by the hour cut to one decimal in each hour.
    pub overage: Scu,
    /// The use above all that is allowed: the capacity was larger, or the use was not billed.
    pub beyond: Scu,
    /// The hours with a use above the capacity.
    pub hours_above: u64,
}

/// The costs of a month, at the stated prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Costs {
    /// Of the provisioned SCU.
    pub provisioned: Option<Cost>,
    /// Of the overage.
    pub overage: Option<Cost>,
}

impl Costs {
    /// The sum, of provisioned capacity with both prices. A pool has no price here.
    #[must_use]
    pub fn total(self, capacity: Capacity) -> Option<Cost> {
        match capacity {
            Capacity::Provisioned { .. } => self.provisioned.zip(self.overage).map(|(one, other)| one + other),
            Capacity::Licences(_) => None,
        }
    }
}

impl Billing {
    /// The costs at some prices.
    #[must_use]
    pub fn costs(&self, capacity: Capacity, prices: Prices) -> Costs {
        let provisioned = match capacity {
            Capacity::Provisioned { .. } => prices.provisioned.map(|price| price.of(self.included)),
            Capacity::Licences(_) => None,
        };
        Costs { provisioned, overage: prices.overage.map(|price| price.of(self.overage)) }
    }
}

impl Capacity {
    /// The pool of a month.
    #[must_use]
    pub fn pool(licences: u64) -> Scu {
        (Scu::thousandths(400) * licences).min(LARGEST_POOL)
    }
}

/// The hour blocks of a month: the beginning of the month, and its end or the evaluation, whichever is earlier.
pub(super) struct Span {
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
}

/// The bill of the uses in a span.
pub(super) fn bill(ledger: &Ledger, span: &Span, zone: &TimeZone, capacity: Capacity) -> Billing {
    let uses = ledger.uses().filter(|(used, _)| used.at >= span.from && used.at < span.to);
    match capacity {
        Capacity::Licences(licences) => {
            of_pool(Capacity::pool(licences), uses.map(|(used, number)| used.units * number).sum())
        }
        Capacity::Provisioned { units, overage } => of_hours(span, units, overage, &by_hour(uses, zone)),
    }
}

fn of_pool(pool: Scu, used: Scu) -> Billing {
    Billing {
        included: pool,
        hours: None,
        within: used.min(pool),
        overage: used.beyond(pool),
        beyond: Scu::ZERO,
        hours_above: 0,
    }
}

/// The SCU of each clock hour of the time zone that has any.
fn by_hour<'u>(uses: impl Iterator<Item = (&'u Use, u64)>, zone: &TimeZone) -> Vec<Scu> {
    // Where clocks go back, two hours have the same name and different offsets.
    let mut hours: BTreeMap<(DateTime, i32), Scu> = BTreeMap::new();
    for (used, number) in uses {
        let zoned = used.at.to_zoned_datetime(zone.clone());
        let local = zoned.datetime();
        let hour = local.date().at(local.hour(), 0, 0, 0);
        *hours.entry((hour, zoned.offset().seconds())).or_default() += used.units * number;
    }
    hours.into_values().collect()
}

fn of_hours(span: &Span, units: Scu, overage: Overage, used_by_hour: &[Scu]) -> Billing {
    let seconds = span.to.as_second().saturating_sub(span.from.as_second()).max(0);
    // An hour that has begun is billed.
    let number = u64::try_from(seconds).unwrap_or(0).div_ceil(3600);
    let mut bill = Billing {
        included: units * number,
        hours: Some(number),
        within: Scu::ZERO,
        overage: Scu::ZERO,
        beyond: Scu::ZERO,
        hours_above: 0,
    };
    for used in used_by_hour {
        let above = used.beyond(units);
        let allowed = match overage {
            Overage::None => Scu::ZERO,
            Overage::Limited(most) => above.min(most),
            Overage::Unlimited => above,
        };
        bill.within += (*used).min(units);
        bill.overage += allowed.cut_to_tenths();
        bill.beyond += above.beyond(allowed);
        bill.hours_above += u64::from(above > Scu::ZERO);
    }
    bill
}
