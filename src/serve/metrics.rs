//! Metrics for Prometheus, without any text of a tenant.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::current::Current;
use crate::report::Verdict;

/// The limits of the buckets of durations, in seconds.
const BUCKETS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1.0];

/// The metrics of the server.
#[derive(Debug)]
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Histogram,
    closed: Counter,
    calls: Family<CallLabels, Counter>,
    refreshes: Family<ResultLabels, Counter>,
    overdue: Gauge,
    read: Gauge,
    verdict: Family<VerdictLabels, Gauge>,
    findings: Family<OutcomeLabels, Gauge>,
    percent: Gauge<f64, AtomicU64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallLabels {
    operation: &'static str,
    transport: &'static str,
    result: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ResultLabels {
    result: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct VerdictLabels {
    verdict: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OutcomeLabels {
    outcome: &'static str,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("scoregate"),
            requests: Family::default(),
            seconds: Histogram::new(BUCKETS),
            closed: Counter::default(),
            calls: Family::default(),
            refreshes: Family::default(),
            overdue: Gauge::default(),
            read: Gauge::default(),
            verdict: Family::default(),
            findings: Family::default(),
            percent: Gauge::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("http_requests", "Requests of HTTP by route and status", metrics.requests.clone());
        registry.register_with_unit(
            "http_request_duration",
            "Time to answer a request of HTTP",
            Unit::Seconds,
            metrics.seconds.clone(),
        );
        registry.register(
            "connections_closed",
            "Connections that were closed to make room for others",
            metrics.closed.clone(),
        );
        registry.register("calls", "Calls of operations by transport and result", metrics.calls.clone());
        registry.register("refreshes", "Refreshes of the evidence by result", metrics.refreshes.clone());
        registry.register(
            "refresh_overdue",
            "1 while a refresh has been running for too long",
            metrics.overdue.clone(),
        );
        registry.register(
            "evidence_read_timestamp_seconds",
            "Time at which the evidence was read",
            metrics.read.clone(),
        );
        registry.register("verdict", "1 for the verdict of the gate, 0 for the others", metrics.verdict.clone());
        registry.register("findings", "Findings by outcome", metrics.findings.clone());
        registry.register("score_percent", "Secure Score in percent of its maximum", metrics.percent.clone());
        metrics
    }

    /// A request was answered.
    pub(super) fn requested(&self, route: &str, status: u16, took: Duration) {
        self.requests.get_or_create(&RequestLabels { route: route.to_owned(), status }).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    /// A connection was closed to make room for another.
    pub(super) fn made_room(&self) {
        self.closed.inc();
    }

    /// An operation was called.
    pub(super) fn called(&self, operation: &'static str, transport: &'static str, is_answered: bool) {
        let result = if is_answered { "answered" } else { "refused" };
        self.calls.get_or_create(&CallLabels { operation, transport, result }).inc();
    }

    /// A refresh ended.
    pub(super) fn refreshed(&self, is_successful: bool) {
        let result = if is_successful { "ok" } else { "failed" };
        self.refreshes.get_or_create(&ResultLabels { result }).inc();
    }

    /// A refresh has been running for too long, or no longer does.
    pub(super) fn overdue(&self, is_overdue: bool) {
        self.overdue.set(i64::from(is_overdue));
    }

    /// Shows the figures of the evidence.
    pub(super) fn show(&self, current: &Current) {
        let report = &current.basis.report;
        self.read.set(current.read.as_second());
        for verdict in [Verdict::Passed, Verdict::Failed, Verdict::Inconclusive] {
            let gauge = self.verdict.get_or_create(&VerdictLabels { verdict: verdict.name() });
            gauge.set(i64::from(report.verdict() == verdict));
        }
        let counts = report.counts();
        let outcomes = [
            ("failed", counts.failed),
            ("advised", counts.advised),
            ("unknown", counts.unknown),
            ("unknown_advice", counts.unknown_advice),
            ("waived", counts.waived),
            ("passed", counts.passed),
            ("not_applicable", counts.not_applicable),
        ];
        for (outcome, number) in outcomes {
            self.findings.get_or_create(&OutcomeLabels { outcome }).set(i64::try_from(number).unwrap_or(i64::MAX));
        }
        let percent = match (report.snapshot.current, report.snapshot.max) {
            (Some(points), Some(max)) if max > 0.0 => points / max * 100.0,
            (Some(_) | None, Some(_) | None) => f64::NAN,
        };
        self.percent.set(percent);
    }

    /// The metrics in the text format of OpenMetrics.
    pub(super) fn text(&self) -> Result<String, std::fmt::Error> {
        let mut page = String::new();
        text::encode(&mut page, &self.registry)?;
        Ok(page)
    }
}
