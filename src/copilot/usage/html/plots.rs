//! The plots of the page: the current month with its budget and its forecast, and the days.

use std::fmt::Write;

use jiff::civil::Date;

use super::super::forecast;
use super::super::group::Grouping;
use super::super::report::UsageReport;
use super::super::scu::Scu;
use super::elements::section;

/// The height of a plot, in pixels.
const HEIGHT: u64 = 180;

/// The top of a plot, below its label.
const TOP: u64 = 20;

/// The most days of a plot that stay legible; JSON has all.
const MOST_DAYS: usize = 92;

/// A column of a plot.
struct Bar {
    day: Date,
    used: Scu,
    /// Whether it is expected, and not used.
    is_forecast: bool,
}

/// A column for each day of the current month with all that was used up to it, the forecast on its last day, and the budget.
pub(super) fn month(page: &mut String, report: &UsageReport) {
    let (first, last) = (report.today.first_of_month(), report.today.last_of_month());
    let Some(coverage) = report.coverage.as_ref().filter(|coverage| coverage.until >= first) else { return };
    let about = "SCU from the beginning of the month to each day; the pale column is the forecast, the line the budget. The axis begins at \
                 zero.";
    section(page, "month", &report.today.strftime("%B %Y").to_string(), about);
    let used = by_day(report);
    let mut sum = Scu::ZERO;
    let mut bars = Vec::new();
    for day in forecast::days(first, last) {
        sum += used(day);
        let is_known = day <= coverage.until;
        let forecast = report.forecast.as_ref().ok().filter(|_| day == last && !is_known);
        let used = if is_known { sum } else { forecast.map_or(Scu::ZERO, |forecast| forecast.total) };
        bars.push(Bar { day, used, is_forecast: forecast.is_some() });
    }
    figure(page, "SCU in the month", &bars, report.budget.as_ref().map(|budget| budget.limit));
}

/// A column for each covered day.
pub(super) fn days(page: &mut String, report: &UsageReport) {
    section(page, "days", "Use by day", "SCU a day, in the time zone of the report. The axis begins at zero.");
    let Some(coverage) = &report.coverage else {
        page.push_str("<p>The data contain no use.</p></section>\n");
        return;
    };
    let used = by_day(report);
    let all: Vec<Date> = forecast::days(coverage.since, coverage.until).collect();
    let shown = all.iter().skip(all.len().saturating_sub(MOST_DAYS));
    let bars: Vec<Bar> = shown.map(|day| Bar { day: *day, used: used(*day), is_forecast: false }).collect();
    figure(page, "SCU by day", &bars, None);
}

/// The use of a day.
fn by_day(report: &UsageReport) -> impl Fn(Date) -> Scu {
    let totals = report.totals(Grouping::Day);
    move |day: Date| {
        let key = day.to_string();
        totals.iter().find(|total| total.key == key).map_or(Scu::ZERO, |total| total.used)
    }
}

/// A figure of columns, with a line at a limit. It ends the section.
fn figure(page: &mut String, title: &str, bars: &[Bar], limit: Option<Scu>) {
    let (Some(first), Some(last)) = (bars.first(), bars.last()) else {
        page.push_str("</section>\n");
        return;
    };
    let (first, last) = (first.day, last.day);
    let most = bars.iter().map(|bar| bar.used).chain(limit).max().unwrap_or_default();
    // Writing to a string does not fail.
    let _ = write!(
        page,
        "<figure class=\"card fig\"><svg role=\"img\" width=\"100%\" height=\"{}\" fill=\"currentColor\"><title>{title}</title>\
         <desc>From {first} to {last}, at most {most} SCU.</desc>\n\
         <text class=\"tick\" x=\"0\" y=\"12\" font-size=\"12\">{most} SCU</text>\n\
         <line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{TOP}\" y2=\"{TOP}\" stroke=\"currentColor\" stroke-opacity=\".3\"/>\n",
        HEIGHT + 44
    );
    let height = |used: Scu| {
        let pixels = u128::from(used.in_thousandths()) * u128::from(HEIGHT);
        u64::try_from(pixels.div_ceil(u128::from(most.in_thousandths()).max(1))).unwrap_or(HEIGHT)
    };
    let number = bars.len() as u64;
    for (index, Bar { day, used, is_forecast }) in (0_u64..).zip(bars) {
        let height = height(*used);
        // Thousandths of a percent, so that no figure depends on a floating-point number.
        let percent = |part: u64| format!("{}.{:03}%", part / 1000, part % 1000);
        let (x, width) = (percent(index * 100_000 / number), percent(80_000 / number));
        let (class, of) = if *is_forecast { ("b-val pale", ", forecast") } else { ("b-val", "") };
        let _ = writeln!(
            page,
            "<rect class=\"{class}\" x=\"{x}\" width=\"{width}\" y=\"{}\" height=\"{height}\"><title>{day}: {used} SCU{of}</title></rect>",
            TOP + HEIGHT - height
        );
    }
    if let Some(limit) = limit {
        let y = TOP + HEIGHT - height(limit);
        let _ = write!(
            page,
            "<line class=\"limit\" x1=\"0\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\" stroke=\"currentColor\"/>\n\
             <text class=\"tick\" x=\"100%\" y=\"{}\" font-size=\"12\" text-anchor=\"end\">Budget {limit} SCU</text>\n",
            y.saturating_sub(6).max(12)
        );
    }
    let _ = write!(
        page,
        "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{0}\" y2=\"{0}\" stroke=\"currentColor\"/>\n\
         <text class=\"tick\" x=\"0\" y=\"{1}\" font-size=\"12\">{first}</text>\n\
         <text class=\"tick\" x=\"100%\" y=\"{1}\" font-size=\"12\" text-anchor=\"end\">{last}</text></svg></figure></section>\n",
        TOP + HEIGHT,
        TOP + HEIGHT + 18
    );
}
