//! `scoregate copilot usage`: the SCU that Security Copilot used, their cost, and a budget.

use std::sync::Arc;

use clap::Args;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::azure::log_analytics::Workspace;
use crate::cli::command_outputs::{CommandOutputs, OutputWords};
use crate::cli::connection::ConnectionArgs;
use crate::cli::evaluation::parse_time;
use crate::cli::live;
use crate::cli::output_file::Inputs;
use crate::cli::output_spec::{OutputSpec, output_help};
use crate::cli::progress::{Progress, Spinner};
use crate::copilot::usage::{
    Capacity, Column, Columns, Grouping, Ledger, Overage, Price, Prices, Question, Reading, Scu, SettingNames,
    UsageFormat, UsageOptions, UsageReport, query, read_files, read_rows, render,
};
use crate::error::Error;
use crate::exit::Exit;
use crate::graph::cloud::origin;

/// The beginning of a source that is a workspace.
const WORKSPACE: &str = "loganalytics:";

/// Report the Security Compute Units (SCU) that Security Copilot used.
///
/// Reads the export of the usage dashboard, whose dates have no year and are in the time zone of the browser that exported it.
/// Every row is counted: one that cannot be read is an error with its file, row and column. A use that several exports contain is
/// counted once; two equal rows of one export are two uses.
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{}", codes()), after_long_help = format!("{EXAMPLES}\n\n{METHOD}\n\n{}", codes()))]
pub(in crate::cli) struct UsageArgs {
    /// The export of the dashboard: CapacityUsage.xlsx, a CSV file of it, several of them, or `-` for standard input; or
    /// loganalytics:WORKSPACE, the id of a workspace with a table of your own.
    #[arg(long = "from", short = 'f', value_name = "SOURCE", required = true, num_args = 1..)]
    sources: Vec<String>,

    /// Show the totals by these properties [default: user plugin category]; JSON has all.
    #[arg(long, value_name = "PROPERTY", value_enum, num_args = 1..)]
    by: Vec<Grouping>,

    /// The time zone of the export, and of days, hours and months: an IANA name such as Europe/Berlin [default: the machine's].
    #[arg(long, value_name = "ZONE")]
    time_zone: Option<String>,

    /// Evaluate as of this time instead of now: `2026-11-24T06:00:00Z`, or a day, which means its start in UTC.
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    now: Option<Timestamp>,

    /// The first day that the data cover from its beginning, if that is before the first use. Together with --until also that there was
    /// no use in the days between two sources.
    #[arg(long, value_name = "DAY")]
    since: Option<Date>,

    /// The last day that the data cover, if that is after the last use.
    #[arg(long, value_name = "DAY")]
    until: Option<Date>,

    /// The SCU that the current calendar month may use: exit code 1 if the use or the forecast is above it.
    #[arg(long, value_name = "SCU", value_parser = Scu::parse)]
    budget: Option<Scu>,

    /// The SCU that are provisioned in every hour; not together with --licences.
    #[arg(long, value_name = "SCU", value_parser = Scu::parse, conflicts_with = "licences", help_heading = "Billing")]
    provisioned: Option<Scu>,

    /// Overage is allowed above the provisioned SCU; with a number, at most so many SCU in an hour.
    #[arg(long, value_name = "SCU", value_parser = Scu::parse, num_args = 0..=1, requires = "provisioned", help_heading = "Billing")]
    overage: Option<Option<Scu>>,

    /// The paid Microsoft 365 E5 licences: they include 400 SCU a month for 1,000, at most 10,000, and the rest of a month expires;
    /// not together with --provisioned.
    #[arg(long, value_name = "NUMBER", help_heading = "Billing", value_parser = clap::value_parser!(u64).range(0..=100_000_000))]
    licences: Option<u64>,

    /// The price of a provisioned SCU for an hour, in your currency.
    #[arg(long, value_name = "PRICE", value_parser = Price::parse, requires = "provisioned", help_heading = "Billing")]
    price: Option<Price>,

    /// The price of an SCU above the capacity or the pool, in your currency.
    #[arg(long, value_name = "PRICE", value_parser = Price::parse, help_heading = "Billing")]
    overage_price: Option<Price>,

    /// The header of a column, if it is not the usual one, such as `units=Consumed`; the columns are time, units, user, session, category,
    /// type, experience and plugins.
    #[arg(long = "column", value_name = "COLUMN=HEADER", value_parser = parse_column)]
    columns: Vec<(Column, String)>,

    /// The table in the workspace, such as ScuUsage_CL.
    #[arg(long, value_name = "NAME", help_heading = "Log Analytics")]
    table: Option<String>,

    /// The days to query from the workspace.
    #[arg(long, value_name = "DAYS", default_value = "90", value_parser = clap::value_parser!(u16).range(1..=730),
        help_heading = "Log Analytics")]
    days: u16,

    /// Query this host instead of the one of the cloud: a reverse proxy or a test server.
    #[arg(long, value_name = "URL", value_parser = origin, help_heading = "Log Analytics")]
    log_analytics_host: Option<String>,

    /// Write the report in this format, to a file or to standard output; can be repeated.
    #[arg(long = "output", short = 'o', value_name = "FORMAT[=PATH]", hide_possible_values = true, long_help = output_help::<UsageFormat>("the report"))]
    outputs: Vec<OutputSpec<UsageFormat>>,

    #[command(flatten)]
    connection: ConnectionArgs,
}

/// The words for the reports in messages.
const USAGE: OutputWords = OutputWords { noun: "report", option: "--output", unread: "--from does not read" };

/// The names of the settings in messages.
const NAMES: SettingNames = SettingNames { column: "--column", since: "--since", until: "--until", now: "--now" };

const EXAMPLES: &str = "\
Examples:
  scoregate copilot usage --from CapacityUsage.xlsx --time-zone Europe/Berlin
  scoregate copilot usage --from october.xlsx november.csv --provisioned 3 --overage -o html=usage.html
  scoregate copilot usage --from CapacityUsage.xlsx --licences 4000 --budget 1600
  scoregate copilot usage --from loganalytics:0a1b2c3d-0000-4000-8000-000000000001 --table ScuUsage_CL";

const METHOD: &str = "\
Forecast: for each day of the month that is not over, the mean of the whole days of the same weekday in the last eight weeks of \
the data, and never less than what the day has used; plus or minus two standard errors. It takes 14 whole days, data from the \
beginning of the month without a gap between two sources, and data that end at most 7 days ago. Without them the forecast is unknown, and so is the result against \
the budget, unless the use is already above it.";

fn codes() -> String {
    Exit::line_in_words(&[
        (Exit::Passed, "within the budget, or no budget"),
        (Exit::Failed, "the use or the forecast is above the budget"),
        (Exit::Usage, Exit::Usage.word()),
        (Exit::Inconclusive, "the use is not above the budget, and the forecast is unknown"),
        (Exit::Evidence, "the data cannot be read, or a row cannot be counted"),
        (Exit::Output, Exit::Output.word()),
    ])
}

fn parse_column(text: &str) -> Result<(Column, String), String> {
    let names = Column::ALL.map(Column::name).join(", ");
    let wrong = || format!("write COLUMN=HEADER, such as units=Consumed; the columns are {names}");
    let (name, header) = text.split_once('=').ok_or_else(wrong)?;
    let column = Column::ALL.into_iter().find(|column| column.name() == name).ok_or_else(wrong)?;
    if header.trim().is_empty() { Err(wrong()) } else { Ok((column, header.to_owned())) }
}

pub(super) fn run(args: &UsageArgs) -> Result<Exit, Error> {
    let (zone_name, zone) = time_zone(args.time_zone.as_deref())?;
    let reading = Reading { now: args.now.unwrap_or_else(Timestamp::now), zone, columns: columns(args)?, names: NAMES };
    let inputs = Inputs { yaml: Vec::new(), evidence: args.sources.iter().map(String::as_str).collect() };
    let outputs = CommandOutputs::open(&args.outputs, &[UsageFormat::Human], &inputs, &USAGE)?;
    let ledger = read(args, &reading)?;
    let report = UsageReport::of(&ledger, &reading, question(args, zone_name))?;
    let groupings =
        if args.by.is_empty() { vec![Grouping::User, Grouping::Plugin, Grouping::Category] } else { args.by.clone() };
    let options = UsageOptions { groupings };
    outputs.write(|format| render(&report, format, &options)).map(|()| report.exit())
}

fn question(args: &UsageArgs, zone_name: String) -> Question {
    let overage = match args.overage {
        None => Overage::None,
        Some(None) => Overage::Unlimited,
        Some(Some(most)) => Overage::Limited(most),
    };
    let provisioned = args.provisioned.map(|units| Capacity::Provisioned { units, overage });
    Question {
        zone_name,
        since: args.since,
        until: args.until,
        capacity: provisioned.or(args.licences.map(Capacity::Licences)),
        prices: Prices { provisioned: args.price, overage: args.overage_price },
        budget: args.budget,
    }
}

/// The time zone and its name.
fn time_zone(name: Option<&str>) -> Result<(String, TimeZone), Error> {
    let wrong = |message: String| Error::Usage {
        message,
        help: "give --time-zone an IANA name such as Europe/Berlin, America/New_York or UTC".into(),
    };
    let Some(name) = name else {
        let zone = TimeZone::try_system()
            .map_err(|error| wrong(format!("the time zone of this machine is unknown: {error}")))?;
        return match zone.iana_name() {
            Some(name) => Ok((name.to_owned(), zone)),
            None => Err(wrong("the time zone of this machine has no name".to_owned())),
        };
    };
    let shown = crate::text::line(name);
    let zone = TimeZone::get(name).map_err(|_| wrong(format!("`{shown}` is not a time zone")))?;
    Ok((zone.iana_name().map_or(shown, str::to_owned), zone))
}

fn columns(args: &UsageArgs) -> Result<Columns, Error> {
    let mut columns = Columns::new();
    for (column, header) in &args.columns {
        if columns.insert(*column, header.clone()).is_some() {
            let message = format!("--column names `{}` twice", column.name());
            return Err(Error::Usage { message, help: "give each column one header".into() });
        }
    }
    Ok(columns)
}

/// Reads files, or one workspace.
fn read(args: &UsageArgs, reading: &Reading) -> Result<Ledger, Error> {
    let workspaces: Vec<&str> = args.sources.iter().filter_map(|source| source.strip_prefix(WORKSPACE)).collect();
    match (workspaces.as_slice(), args.sources.as_slice()) {
        ([], files) => match &args.table {
            Some(_) => Err(Error::Usage {
                message: "--table names a table of a workspace, and no workspace is read".to_owned(),
                help: "name the workspace with --from loganalytics:WORKSPACE".into(),
            }),
            None => {
                let _spinner = Spinner::start(live::READING);
                read_files(files, reading)
            }
        },
        ([id], [_]) => read_workspace(id, args, reading),
        _ => Err(Error::Usage {
            message: "a workspace cannot be combined with another source".to_owned(),
            help: "the times of a table are more exact than those of an export, so that a use in both would count twice: name one of them".into(),
        }),
    }
}

fn read_workspace(id: &str, args: &UsageArgs, reading: &Reading) -> Result<Ledger, Error> {
    let table = args.table.as_deref().ok_or_else(|| Error::Usage {
        message: "the table of the workspace is not named".to_owned(),
        help: "name it with --table: Microsoft provides none, so it is one that you fill yourself".into(),
    })?;
    let from = reading.now.checked_sub((i64::from(args.days) * 24).hours()).unwrap_or(Timestamp::MIN);
    let kql = query(table, &reading.columns, from, reading.now)?;
    let progress = Arc::new(Progress::new(args.connection.verbose()));
    let workspace = Workspace::new(id, args.connection.connection(&progress))?;
    let workspace = match &args.log_analytics_host {
        Some(host) => workspace.at(host.clone()),
        None => workspace,
    };
    let rows = live::wait(workspace.query(&kql));
    progress.clear();
    read_rows(&workspace.name(), &rows?, reading)
}
