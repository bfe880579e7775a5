//! The names of the environment variables that sign-in methods use.

/// The tenant.
pub(super) const TENANT: &str = "AZURE_TENANT_ID";

/// The app.
pub(super) const CLIENT: &str = "AZURE_CLIENT_ID";

/// A token that is ready to be used, or the file that contains one.
pub(super) const READY_TOKEN: [&str; 2] = ["SCOREGATE_TOKEN", "SCOREGATE_TOKEN_FILE"];

/// A client secret, or the file that contains one.
pub(super) const CLIENT_SECRET: [&str; 2] = ["AZURE_CLIENT_SECRET", "AZURE_CLIENT_SECRET_FILE"];

/// The file with certificate and key: PEM, or PKCS#12.
pub(super) const CERTIFICATE: &str = "AZURE_CLIENT_CERTIFICATE_PATH";

/// The password of a PKCS#12 file.
pub(super) const CERTIFICATE_PASSWORD: &str = "AZURE_CLIENT_CERTIFICATE_PASSWORD";

/// The address where a job of GitHub Actions obtains its token.
pub(super) const GITHUB_REQUEST_URL: &str = "ACTIONS_ID_TOKEN_REQUEST_URL";

/// The token with which a job of GitHub Actions authenticates there.
pub(super) const GITHUB_REQUEST_TOKEN: &str = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

/// The id of the service connection of Azure Pipelines.
pub(super) const SERVICE_CONNECTION: &str = "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID";

/// The address where a job of Azure Pipelines obtains its token.
pub(super) const PIPELINES_REQUEST_URI: &str = "SYSTEM_OIDCREQUESTURI";

/// The token with which a job of Azure Pipelines authenticates there.
pub(super) const PIPELINES_ACCESS_TOKEN: &str = "SYSTEM_ACCESSTOKEN";

/// The file with a federated token.
pub(super) const FEDERATED_TOKEN_FILE: &str = "AZURE_FEDERATED_TOKEN_FILE";

/// The address where an app service or a container obtains the token of its identity.
pub(super) const IDENTITY_ENDPOINT: &str = "IDENTITY_ENDPOINT";

/// The secret with which it authenticates there.
pub(super) const IDENTITY_HEADER: &str = "IDENTITY_HEADER";

/// The API key of the callers of a server.
pub(crate) const API_KEY: &str = "SCOREGATE_API_KEY";

/// The variables whose value is a secret: no program that a sign-in method starts inherits them.
pub(super) const SECRETS: [&str; 7] = [
    READY_TOKEN[0],
    CLIENT_SECRET[0],
    CERTIFICATE_PASSWORD,
    GITHUB_REQUEST_TOKEN,
    PIPELINES_ACCESS_TOKEN,
    IDENTITY_HEADER,
    API_KEY,
];
