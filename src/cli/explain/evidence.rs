//! The kinds of faults of the evidence: the end of the code of an error, and answers of the server.

use super::entry::{Details, Entry, Family, details};
use crate::error::EvidenceErrorKind;

pub(super) fn entries() -> impl Iterator<Item = Entry> {
    EvidenceErrorKind::ALL.into_iter().map(|kind| Entry {
        family: Family::Evidence,
        code: kind.code().to_owned(),
        meaning: meaning(kind).to_owned(),
        details: details(kind),
    })
}

const fn meaning(kind: EvidenceErrorKind) -> &'static str {
    match kind {
        EvidenceErrorKind::Unreadable => "A file or folder cannot be read, or contains no evidence.",
        EvidenceErrorKind::TooLarge => "The data is larger than what is read.",
        EvidenceErrorKind::Malformed => "The data is not JSON, or breaks off.",
        EvidenceErrorKind::Foreign => "The data is neither a response of Microsoft Graph nor a recording.",
        EvidenceErrorKind::Altered => "A recording is not the one that was written.",
        EvidenceErrorKind::Invalid => "A value of the data contradicts its definition or another value.",
        EvidenceErrorKind::OtherTenant => "The data is of several tenants, or of another tenant than expected.",
        EvidenceErrorKind::TenantMissing => "A tenant of the list of tenants has no data.",
        EvidenceErrorKind::NoSnapshot => "The data contains no snapshot that can be evaluated.",
        EvidenceErrorKind::Ambiguous => "Two different captures of one day, of which neither is known to be the later.",
        EvidenceErrorKind::Unreachable => "A host cannot be reached, or its response broke off.",
        EvidenceErrorKind::TimedOut => "The requests exceeded the time limit.",
        EvidenceErrorKind::Unauthorized => "Microsoft Graph refused the token, or a permission is missing.",
        EvidenceErrorKind::Throttled => "Microsoft Graph limits the number of requests.",
        EvidenceErrorKind::Refused => "Microsoft Graph refused the request for another reason.",
        EvidenceErrorKind::Local => "Something that a read needs cannot be set up on this machine.",
    }
}

details! { EvidenceErrorKind;
    Unreadable {
        cause: "The path is misspelt, the file may not be read, or the folder has no .json, .ndjson or .jsonl file.",
        example: "missing.json: No such file or directory (os error 2)",
        fix: "Name a recording, a response of /security/secureScores or /security/secureScoreControlProfiles, or a folder of them.",
    }
    TooLarge {
        cause: "A file is above the limit on bytes or decoded objects: usually another file, or a compressed one that expands without end.",
        example: "GET /v1.0/security/secureScores?$top=1: the response cannot be used: one page has more than 64 MiB",
        fix: "Name the right file, or read fewer days.",
    }
    Malformed {
        cause: "The download broke off, or a tool wrote a log line or a byte of another encoding into the file.",
        example: "{\"value\": [{\"currentScore\": 109.64,",
        fix: "Save the response again; the message states file, line and column.",
    }
    Foreign {
        cause: "The file holds other JSON, such as an error of Graph, or a server other than Graph responded.",
        example: "{\"error\": {\"code\": \"InvalidAuthenticationToken\"}}",
        fix: "Name a response of /security/secureScores or a recording; over the network check the proxy and --graph-host.",
    }
    Altered {
        cause: "A recording was edited or damaged: the SHA-256 of a response differs from the recorded one, or a seal does not match.",
        example: "the response to /v1.0/security/secureScores?$top=1 is not the one that was recorded: its SHA-256 differs",
        fix: "Use the original file, or record again. `scoregate record --from FILE --redact` removes names and writes new hashes.",
    }
    Invalid {
        cause: "A figure or a date has another type than Graph documents, or contradicts another one.",
        example: "{ \"currentScore\": \"many\" }",
        fix: "Save the response as Graph sent it; the message states file, line and column.",
    }
    OtherTenant {
        cause: "Files of two tenants were named together, or the data is not of the tenant that --tenant, a policy, the baseline or an `id` of the list of tenants names.",
        example: "scoregate check -p policies -f fabrikam.json --tenant 12345678-1234-1234-1234-123456789012",
        fix: "Name the evidence of the required tenant, or correct the pinned tenant.",
    }
    TenantMissing {
        cause: "No file, folder or line of --from has the name or id of an entry of --select: the tenant was not recorded, its file cannot be read, or the entry is misspelt.",
        example: "no tenant of this name or id was found: tailspin",
        fix: "Record the tenant, repair its file, or correct or remove the entry of the list.",
    }
    NoSnapshot {
        cause: "Only the catalogue was given, Graph returned no snapshot yet, or the day after `@` is missing in the recording.",
        example: "there is no snapshot in the data",
        fix: "Add a response of /security/secureScores, or choose a day that the recording holds.",
    }
    Ambiguous {
        cause: "Two files hold different snapshots of the latest day, and neither states when it was captured.",
        example: "there are two different captures of 2026-11-23, and nothing shows which is the later",
        fix: "Name one of the two, or use recordings, which state the time of capture.",
    }
    Unreachable {
        cause: "No network, a proxy that refuses the connection, a name that does not resolve, or a certificate that is not trusted.",
        example: "graph.microsoft.com cannot be reached through the proxy 127.0.0.1:3128 (HTTPS_PROXY): Connection refused (os error 111)",
        fix: "Check the network, HTTPS_PROXY and the certificates of the system; `scoregate auth status` tests the sign-in.",
    }
    TimedOut {
        cause: "All requests together took longer than --timeout (120 s by default).",
        example: "GET /v1.0/security/secureScores?$top=1: no response within the time limit of 900 ms",
        fix: "Raise --timeout, or fetch fewer days; --verbose shows each request with its time.",
    }
    Unauthorized {
        cause: "The app has no permission `SecurityEvents.Read.All` with the consent of an administrator, or the token is of another tenant.",
        example: "GET /v1.0/security/secureScoreControlProfiles?$top=999: Graph returned 403 Forbidden: Authorization_RequestDenied: Insufficient privileges to complete the operation.",
        fix: "Run `scoregate auth status`, which states the permissions of the token, and have an administrator consent.",
    }
    Throttled {
        cause: "Other programs use the same app or tenant, and Graph kept refusing after the retries.",
        example: "GET /v1.0/security/secureScores?$top=1: Graph returned 429 Too Many Requests: TooManyRequests: Please retry again later.",
        fix: "Try again later, or share one recording: a scheduled `scoregate record` and --from elsewhere, or the cache of --max-age.",
    }
    Refused {
        cause: "Microsoft Graph has an outage (5xx), or the cloud does not offer the resource.",
        example: "GET /v1.0/security/secureScores?$top=1: Graph returned 503 Service Unavailable",
        fix: "Try again later; check --cloud. The message has the request id for Microsoft's support.",
    }
    Local {
        cause: "The system refuses sockets or threads, or has no certificates that a connection could be verified with.",
        example: "the network cannot be used: Too many open files (os error 24)",
        fix: "Raise the limits on open files and threads, or install the certificates of the system (ca-certificates).",
    }
}
