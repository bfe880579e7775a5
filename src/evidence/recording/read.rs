//! A recording as it was made, read again: what the cache needs.

use std::collections::BTreeSet;

use super::write::{Exchange, Headers};
use super::{File, Recording, Response, VERSION};
use crate::evidence::fault::Fault;
use crate::evidence::lenient::timestamp;
use crate::evidence::limits;
use crate::evidence::page;
use crate::text::line;

impl Recording {
    /// Reads what [`Recording::to_json`] writes.
    ///
    /// # Errors
    ///
    /// [`Fault`] where the text is no such recording, or a response is not the one that was recorded.
    pub(crate) fn read(text: &str) -> Result<Self, Fault> {
        let file: File<'_> = limits::counted(|| serde_json::from_str(text))
            .map_err(|error| Fault::malformed(line(&error.to_string())))?;
        if file.scoregate_recording != VERSION {
            return Err(Fault::foreign(format!("it is of version {}", file.scoregate_recording)));
        }
        let captured = timestamp(&file.captured).ok_or_else(|| Fault::invalid("it has no valid `captured` time"))?;
        let exchanges: Vec<Exchange> = file.responses.into_iter().map(exchange).collect::<Result<_, _>>()?;
        let (graph, cloud) = (file.graph.unwrap_or_default(), file.cloud.unwrap_or_default());
        let mut recording = Self { captured, graph, cloud, exchanges, days: BTreeSet::new() };
        for exchange in recording.exchanges.iter().filter(|exchange| exchange.holds_scores()) {
            recording.days.extend(page::parse(&exchange.body)?.days);
        }
        Ok(recording)
    }

    /// Whether Graph left nothing out: each answer is a 200 without a warning, and there is a day.
    pub(crate) fn is_whole(&self) -> bool {
        let is_whole = |exchange: &Exchange| exchange.status == 200 && exchange.headers.warning.is_none();
        !self.days.is_empty() && self.exchanges.iter().all(is_whole)
    }

    /// Whether it contains responses of incidents.
    pub(crate) fn holds_incidents(&self) -> bool {
        self.exchanges.iter().any(|exchange| super::is_incidents(&exchange.request))
    }

    /// The number of responses and their bytes, with those of incidents or without them.
    pub(crate) fn size(&self, with_incidents: bool) -> (usize, u64) {
        let counted = |exchange: &&Exchange| with_incidents || !super::is_incidents(&exchange.request);
        let bodies = self.exchanges.iter().filter(counted).map(|exchange| exchange.body.len() as u64);
        (bodies.clone().count(), bodies.sum())
    }

    /// The recording with no more pages of days than it takes to have so many days, as if no more had been asked for.
    pub(crate) fn with_days(mut self, enough: usize) -> Self {
        let mut days = BTreeSet::new();
        self.exchanges.retain(|exchange| {
            let is_needed = !exchange.holds_scores() || days.len() < enough;
            if is_needed && exchange.holds_scores() {
                // It was read once already.
                days.extend(page::parse(&exchange.body).map(|page| page.days).unwrap_or_default());
            }
            is_needed
        });
        self.days = days;
        self
    }
}

impl Exchange {
    fn holds_scores(&self) -> bool {
        self.request.contains("/security/secureScores")
    }
}

fn exchange(response: Response<'_>) -> Result<Exchange, Fault> {
    if response.is_unchanged() != Some(true) {
        return Err(Fault::altered(format!(
            "the response to {} is not the one that was recorded",
            line(&response.request)
        )));
    }
    let time = |text: Option<String>| {
        text.as_deref().and_then(timestamp).ok_or_else(|| Fault::invalid("a response has no times"))
    };
    let headers = Headers {
        warning: response.warning,
        request_id: response.request_id,
        client_request_id: response.client_request_id,
        date: response.date,
    };
    let times = (time(response.started)?, time(response.finished)?);
    Ok(Exchange::new(response.request, response.status, headers, times, response.body.get().to_owned()))
}
