//! Fetches collections page by page: each page with as many tries as it needs, until there is enough or no nextLink.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use tokio::time::{Instant, sleep, timeout_at};
use url::Url;

use crate::entra::token::Token;
use crate::entra::{SignIn, TokenSource};
use crate::error::{Error, EvidenceErrorKind, Reference};
use crate::evidence::Plan;
use crate::evidence::page::{self, NotAPage, Page};
use crate::evidence::recording::{Exchange, path};
use crate::graph::cloud::Cloud;
use crate::graph::collection::Collection;
use crate::graph::denied;
use crate::graph::failure::{Failure, Remedy};
use crate::graph::next_link;
use crate::graph::refusal::Refusal;
use crate::graph::request::LARGEST_ERROR_BODY;
use crate::graph::request::{Reply, Request, get};
use crate::graph::shown::{duration, shown};
use crate::net::client::Client;
use crate::net::observer::{Event, Observer};
use crate::net::retry::{MOST_TRIES, back_off};
use crate::tenant::TenantId;

/// The most pages of one collection: a hundred times what any tenant seen has.
const MOST_PAGES: usize = 100;

/// The wait before the second try is about this long, and doubles from try to try.
const FIRST_WAIT: Duration = Duration::from_secs(2);

/// One read of a tenant in progress.
pub(super) struct Session<'c> {
    pub(super) client: Client,
    pub(super) sign_in: &'c SignIn,
    pub(super) cloud: &'c Cloud,
    /// The endpoint of Graph, the only place that the token is sent to.
    pub(super) origin: Url,
    /// The tenant that was signed in to, where it is known: a GUID.
    pub(super) tenant: Option<String>,
    /// When the time is over, and how much there was.
    pub(super) deadline: Instant,
    pub(super) timeout: Duration,
    /// The bytes of all bodies so far.
    pub(super) received: AtomicU64,
    /// The receiver of reports.
    pub(super) observer: &'c dyn Observer,
}

/// The pages of a collection.
#[derive(Default)]
pub(super) struct Pages {
    pub(super) exchanges: Vec<Exchange>,
    /// The days of the entries.
    pub(super) days: BTreeSet<Date>,
}

/// The reason why a chain of pages ended before it was whole.
enum Stop {
    /// It may be whole where it begins again with pages of the usual size.
    SmallerPages(Failure),
    /// It cannot be fetched.
    Error(Error),
}

impl<E: Into<Error>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl Stop {
    fn error(self) -> Error {
        match self {
            Self::SmallerPages(failure) => failure.into(),
            Self::Error(error) => error,
        }
    }
}

impl Session<'_> {
    /// Fetches a collection, if it is a part of the plan.
    pub(super) async fn fetch(&self, collection: Collection, plan: Plan) -> Result<Pages, Error> {
        if !collection.is_in(plan, self.cloud) {
            return Ok(Pages::default());
        }
        match self.pages(collection, plan, &collection.first(plan)).await {
            Err(Stop::SmallerPages(failure)) => {
                self.note(&format!("{}: beginning again without $top", failure.message));
                self.observer.observe(&Event::Restart { noun: collection.noun() });
                self.pages(collection, plan, &collection.first_of_usual_size()).await.map_err(Stop::error)
            }
            pages => pages.map_err(Stop::error),
        }
    }

    /// Fetches the pages of a collection from the first one, which has this path and query.
    async fn pages(&self, collection: Collection, plan: Plan, first: &str) -> Result<Pages, Stop> {
        let mut pages = Pages::default();
        let mut asked = BTreeSet::new();
        let mut link = format!("{}{first}", self.origin.as_str().trim_end_matches('/'));
        loop {
            let asked_for = path(&link).to_owned();
            let url = next_link::follow(&link, &self.origin, collection);
            let url = url.map_err(|what| Failure::foreign(&asked_for, &what))?;
            let request = Request { collection, url, path: &asked_for, deadline: self.deadline };
            let page =
                self.page(&request).await.map_err(|stop| if asked.is_empty() { stop.error().into() } else { stop });
            let (exchange, Page { days, entries, next, tenants }) = page?;
            self.own_tenant(&asked_for, &tenants)?;
            pages.exchanges.push(exchange);
            pages.days.extend(days);
            self.observer.observe(&Event::Progress { noun: collection.noun(), entries });
            asked.insert(asked_for.clone());
            // Graph gives a nextLink even where all requested days are there: it leads through all that it keeps.
            let is_enough = collection == Collection::Scores && pages.days.len() >= plan.enough_days();
            let Some(next) = next.filter(|_| !is_enough) else { return Ok(pages) };
            // The fault of a link is reported with the page that contains it.
            next_link::follow(&next, &self.origin, collection).map_err(|what| Failure::foreign(&asked_for, &what))?;
            if asked.contains(path(&next)) {
                let what = format!("its nextLink leads in a circle, back to {}", shown(path(&next)));
                return Err(Failure::foreign(&asked_for, &what).into());
            }
            // Incidents are kept for months. The newest come first, and the reader reports the page that is missing.
            if collection == Collection::Incidents && asked.len() == MOST_PAGES {
                return Ok(pages);
            }
            if asked.len() == MOST_PAGES {
                let what = format!("there are more than {MOST_PAGES} pages");
                return Err(Failure::foreign(&asked_for, &what).into());
            }
            link = next;
        }
    }

    /// Fetches one page, with as many tries as it needs.
    async fn page(&self, request: &Request<'_>) -> Result<(Exchange, Page), Stop> {
        let mut token = self.within(request.path, self.sign_in.token()).await??;
        let mut is_renewed = false;
        let mut tries = 0;
        loop {
            tries += 1;
            let failure = match self.attempt(request, &token).await? {
                Ok((exchange, page)) => return Ok((exchange, page)),
                Err(failure) => failure,
            };
            match failure.remedy {
                Remedy::Token if !is_renewed => {
                    self.note("the token was refused: obtaining another one");
                    token = self
                        .within(request.path, self.sign_in.renewed())
                        .await?
                        .map_err(|error| not_renewed(failure, error))?;
                    is_renewed = true;
                }
                Remedy::Wait(named) => self.wait(failure, named, tries).await?,
                Remedy::Permission => {
                    let need = request.collection.need();
                    return Err(denied::explain(failure, &need, self.sign_in.choice(), self.cloud, &token).into());
                }
                Remedy::SmallerPages => return Err(Stop::SmallerPages(failure)),
                Remedy::Token | Remedy::Nothing => return Err(failure.into()),
            }
        }
    }

    /// One try. The outer error is that the time is over.
    async fn attempt(&self, request: &Request<'_>, token: &Token) -> Result<Result<(Exchange, Page), Failure>, Error> {
        let (started, begun) = (Timestamp::now(), Instant::now());
        let reply = self.within(request.path, get(&self.client, request, token, &self.received)).await?;
        let Reply { status, headers, body } = match reply {
            Ok(reply) => reply,
            Err(failure) => {
                let request = format!("GET {}", shown(request.path));
                let repeated = format!("{request}: ");
                let outcome = Err(failure.message.strip_prefix(&repeated).unwrap_or(&failure.message));
                self.observer.observe(&Event::Request {
                    request: &request,
                    outcome,
                    took: begun.elapsed(),
                    request_id: None,
                });
                return Ok(Err(failure));
            }
        };
        self.observer.observe(&Event::Request {
            request: &format!("GET {}", shown(request.path)),
            outcome: Ok(status.as_u16()),
            took: begun.elapsed(),
            request_id: headers.request_id.as_deref(),
        });
        let (times, id) = ((started, Timestamp::now()), headers.request_id.clone());
        Ok(body.and_then(|body| match page::parse(&body) {
            Ok(page) => Ok((Exchange::new(request.path.to_owned(), status.as_u16(), headers, times, body), page)),
            Err(NotAPage::Foreign(what)) => Err(Failure::foreign(request.path, &what)),
            Err(NotAPage::GraphError) => {
                let error = if body.len() <= LARGEST_ERROR_BODY { body.as_str() } else { "{}" };
                let refusal = Refusal::read(error.as_bytes(), id, None);
                Err(Failure::refused_as_page(request.path, status, &refusal))
            }
        }))
    }

    /// Requires that entries are of the tenant of the sign-in.
    fn own_tenant(&self, path: &str, tenants: &BTreeSet<String>) -> Result<(), Failure> {
        let Some(own) = self.tenant.as_deref().and_then(TenantId::of) else { return Ok(()) };
        match tenants.iter().find(|tenant| TenantId::of(tenant).as_ref() != Some(&own)) {
            Some(other) => Err(Failure::unusable(
                EvidenceErrorKind::OtherTenant,
                path,
                &format!("the data is of tenant {other}, but the sign-in is to tenant {own}"),
                "check "
                    + Reference::GraphHost
                    + " and the proxy: a cache may have responded with the data of another tenant",
            )),
            None => Ok(()),
        }
    }

    /// Waits before another try, or returns the error where there is none.
    async fn wait(&self, failure: Failure, named: Option<Duration>, tries: u32) -> Result<(), Error> {
        if tries >= MOST_TRIES {
            return Err(failure.and(&format!("it was tried {tries} times")).into());
        }
        let wait = named.unwrap_or_else(|| back_off(FIRST_WAIT, tries));
        if Instant::now().checked_add(wait).is_none_or(|next| next >= self.deadline) {
            let limit = duration(self.timeout);
            let more = match named {
                Some(named) => {
                    format!("it may be tried again in {}, beyond the time limit of {limit}", duration(named))
                }
                None => format!("the time limit of {limit} leaves no time to try again"),
            };
            return Err(failure.and(&more).into());
        }
        self.note(&format!("trying again in {}", duration(wait)));
        sleep(wait).await;
        Ok(())
    }

    fn note(&self, text: &str) {
        self.observer.observe(&Event::Note(text));
    }

    /// Awaits something until the time is over.
    async fn within<T>(&self, path: &str, work: impl Future<Output = T>) -> Result<T, Error> {
        let over = |_| {
            let what = format!("no response within the time limit of {}", duration(self.timeout));
            let help = "check the network and the proxy, or raise " + Reference::Timeout;
            Failure::unusable(EvidenceErrorKind::TimedOut, path, &what, help).into()
        };
        timeout_at(self.deadline, work).await.map_err(over)
    }
}

/// The error where Graph refused a token, and no other one could be obtained.
fn not_renewed(failure: Failure, error: Error) -> Error {
    match error {
        Error::Evidence { kind: _, message, help } | Error::SignIn { message, help } => Error::evidence(
            EvidenceErrorKind::Unauthorized,
            failure.and(&format!("and no other token could be obtained: {message}")).message,
            help,
        ),
        error @ (Error::Usage { .. }
        | Error::Policy { .. }
        | Error::Baseline { .. }
        | Error::Rows { .. }
        | Error::Crosswalk { .. }
        | Error::Tenants { .. }
        | Error::Output { .. }) => error,
    }
}
