//! Laws of the sums of `copilot usage`: they do not depend on files and order, they add up, and more use never lowers a figure.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use scoregate::copilot::usage::{
    Capacity, Columns, Grouping, Overage, Prices, Question, Reading, Scu, SettingNames, UsageReport, read_files,
};
use scoregate::exit::Exit;

const ZONES: [&str; 4] = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"];

/// A use: minutes since the first of September, tenths of an SCU, the user and the plugin.
type Use = (i64, u64, u8, u8);

/// Few times, so that equal rows and shared hours occur; among them the hours that occur twice in Berlin and New York.
fn uses() -> impl Strategy<Value = Vec<Use>> {
    let berlin = 54 * 1440 + 2 * 60;
    let new_york = 61 * 1440 + 60;
    let minute = prop_oneof![
        6 => 0_i64..83 * 1440,
        1 => (0_i64..60).prop_map(move |minute| berlin + minute),
        1 => (0_i64..60).prop_map(move |minute| new_york + minute),
        2 => (0_i64..5).prop_map(|hour| 70 * 1440 + hour * 60),
    ];
    prop::collection::vec((minute, 0_u64..80, 0_u8..3, 0_u8..3), 0..60)
}

fn question(capacity: Capacity, budget: Option<u64>) -> Question {
    Question {
        zone_name: "Zone".to_owned(),
        // The data cover everything, so that a further use is never a further day.
        since: Some(Date::constant(2026, 9, 1)),
        until: Some(Date::constant(2026, 11, 23)),
        capacity: Some(capacity),
        prices: Prices::default(),
        budget: budget.map(Scu::whole),
    }
}

fn row(&(minute, tenths, user, plugin): &Use) -> String {
    let start: DateTime = Date::constant(2026, 9, 1).at(0, 0, 0, 0);
    let at = start + minute.minutes();
    let time = at.strftime("%b %d, %I:%M %p");
    format!("\"{time}\",{}.{},user{user},s,Prompt,x,y,\"P{plugin}\"\n", tenths / 10, tenths % 10)
}

/// The report on some files, each of some uses.
fn report(files: &[Vec<Use>], zone: usize, capacity: Capacity, budget: Option<u64>) -> UsageReport {
    let folder = tempfile::tempdir().unwrap();
    let header = "Date,Units used,Initiated by,Session ID,Category,Type,Copilot experience,Plugins used\n";
    let write = |(index, uses): (usize, &Vec<Use>)| {
        let path = folder.path().join(format!("{index}.csv"));
        std::fs::write(&path, header.to_owned() + &uses.iter().map(row).collect::<String>()).unwrap();
        path.to_string_lossy().into_owned()
    };
    let names: Vec<String> = files.iter().enumerate().map(write).collect();
    let now: Timestamp = "2026-11-24T12:00:00Z".parse().unwrap();
    let reading = Reading {
        now,
        zone: TimeZone::get(ZONES[zone]).unwrap(),
        columns: Columns::new(),
        names: SettingNames::default(),
    };
    let ledger = read_files(&names, &reading).unwrap();
    UsageReport::of(&ledger, &reading, question(capacity, budget)).unwrap()
}

fn capacity() -> impl Strategy<Value = Capacity> {
    let overage = prop_oneof![
        Just(Overage::None),
        Just(Overage::Unlimited),
        (0_u64..5).prop_map(|most| Overage::Limited(Scu::whole(most)))
    ];
    prop_oneof![
        (0_u64..5, overage).prop_map(|(units, overage)| Capacity::Provisioned { units: Scu::whole(units), overage }),
        (0_u64..600).prop_map(Capacity::Licences),
    ]
}

/// All that must not depend on files and order.
fn figures(report: &UsageReport) -> String {
    format!("{:?} {:?} {:?} {:?} {:?}", report.used, report.uses, report.groups, report.months, report.forecast)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn files_that_are_cut_by_time_and_overlap_and_the_order_of_rows_change_no_figure(
        uses in uses(), cut in 0_i64..83 * 1440, overlap in 0_i64..20 * 1440, zone in 0_usize..4, capacity in capacity(),
    ) {
        let whole = report(std::slice::from_ref(&uses), zone, capacity, None);
        let early: Vec<Use> = uses.iter().copied().filter(|used| used.0 < cut + overlap).collect();
        let mut late: Vec<Use> = uses.iter().copied().filter(|used| used.0 >= cut).collect();
        late.reverse();
        let parts = report(&[late, early], zone, capacity, None);
        prop_assert_eq!(figures(&parts), figures(&whole));
    }

    #[test]
    fn totals_months_and_bills_add_up(uses in uses(), zone in 0_usize..4, capacity in capacity()) {
        let report = report(std::slice::from_ref(&uses), zone, capacity, None);
        let tenths: u64 = uses.iter().map(|used| used.1).sum();
        prop_assert_eq!(report.used, Scu::thousandths(tenths * 100));
        for grouping in Grouping::ALL {
            prop_assert_eq!(report.totals(grouping).iter().map(|total| total.used).sum::<Scu>(), report.used);
            prop_assert_eq!(report.totals(grouping).iter().map(|total| total.uses).sum::<u64>(), report.uses);
        }
        prop_assert_eq!(report.months.iter().map(|month| month.used).sum::<Scu>(), report.used);
        for month in &report.months {
            let bill = month.billing.unwrap();
            prop_assert_eq!(bill.within + bill.overage + bill.beyond, month.used, "in tenths nothing is cut");
        }
    }

    #[test]
    fn another_use_lowers_no_figure_and_passes_no_budget(
        uses in uses(), more in uses(), zone in 0_usize..4, capacity in capacity(), budget in 0_u64..150,
    ) {
        let less = report(std::slice::from_ref(&uses), zone, capacity, Some(budget));
        let more = report(&[[uses, more].concat()], zone, capacity, Some(budget));
        prop_assert!(more.used >= less.used && more.used_in_month >= less.used_in_month);
        let (before, after) = (less.forecast.clone().unwrap(), more.forecast.clone().unwrap());
        prop_assert!(after.total >= before.total, "{:?} {:?}", before, after);
        prop_assert!(before.total >= less.used_in_month);
        for month in &less.months {
            let (before, after) =
                (month.billing.unwrap(), more.months.iter().find(|other| other.first == month.first).unwrap().billing.unwrap());
            prop_assert!(after.overage >= before.overage && after.beyond >= before.beyond && after.within >= before.within);
            prop_assert!(after.hours_above >= before.hours_above);
        }
        prop_assert!(less.exit() != Exit::Failed || more.exit() == Exit::Failed);
        for grouping in Grouping::ALL {
            for total in less.totals(grouping) {
                prop_assert!(more.totals(grouping).iter().any(|other| other.key == total.key && other.used >= total.used));
            }
        }
    }
}
