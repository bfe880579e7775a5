//! The sign-in methods.

/// A sign-in method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum SignInMethod {
    /// A ready token: `SCOREGATE_TOKEN`, or a file that `SCOREGATE_TOKEN_FILE` names.
    Token,
    /// A certificate of the app: `AZURE_CLIENT_CERTIFICATE_PATH` (PEM or PKCS#12).
    ClientCertificate,
    /// A secret of the app: `AZURE_CLIENT_SECRET`, or a file that `AZURE_CLIENT_SECRET_FILE` names.
    ClientSecret,
    /// The token of a job of GitHub Actions.
    #[value(name = "github-oidc")]
    GitHubOidc,
    /// The token of a job of Azure Pipelines.
    AzurePipelines,
    /// A token in a file that `AZURE_FEDERATED_TOKEN_FILE` names, as Kubernetes writes it.
    WorkloadIdentity,
    /// The identity of the machine or of the app service.
    ManagedIdentity,
    /// The account that is signed in to the Azure CLI.
    AzureCli,
}

impl SignInMethod {
    /// All methods, in the order in which they are tried.
    pub const ALL: [Self; 8] = [
        Self::Token,
        Self::ClientCertificate,
        Self::ClientSecret,
        Self::GitHubOidc,
        Self::AzurePipelines,
        Self::WorkloadIdentity,
        Self::ManagedIdentity,
        Self::AzureCli,
    ];

    /// The name, in kebab case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::ClientCertificate => "client-certificate",
            Self::ClientSecret => "client-secret",
            Self::GitHubOidc => "github-oidc",
            Self::AzurePipelines => "azure-pipelines",
            Self::WorkloadIdentity => "workload-identity",
            Self::ManagedIdentity => "managed-identity",
            Self::AzureCli => "azure-cli",
        }
    }
}
