//! The program, with an environment of its own, signing in.

use std::collections::BTreeMap;
use std::time::Duration;

use assert_cmd::Command;
use tempfile::TempDir;

use crate::support::entra_server::{CLIENT, Entra, TENANT};
use crate::support::tls::ca_pem;

pub(crate) const SECRET: &str = "s3cret~value-that-nobody-may-see";

/// A program that signs in, with an environment of its own.
pub(crate) struct Program {
    pub(crate) folder: TempDir,
    ports: Vec<u16>,
    arguments: Vec<String>,
    variables: BTreeMap<String, String>,
    /// What no output may hold.
    secrets: Vec<String>,
}

impl Program {
    /// It trusts our own CA, and knows nothing of Azure.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let ca = folder.path().join("ca.pem");
        std::fs::write(&ca, ca_pem()).unwrap();
        let variables = BTreeMap::from([
            ("SSL_CERT_FILE".to_owned(), ca.to_string_lossy().into_owned()),
            ("NO_COLOR".to_owned(), "1".to_owned()),
            ("PATH".to_owned(), "/nowhere".to_owned()),
        ]);
        Self { folder, ports: vec![], arguments: vec![], variables, secrets: vec![SECRET.to_owned()] }
    }

    /// It signs in at a server.
    pub(crate) fn at(mut self, server: &Entra) -> Self {
        self.ports.push(server.port);
        let graph = "--graph-host https://graph.microsoft.com --login-host ";
        self.arguments.extend(format!("{graph}{}", server.url("")).split(' ').map(str::to_owned));
        self
    }

    /// An app of the tenant, without what proves it.
    pub(crate) fn app(self) -> Self {
        self.set("AZURE_TENANT_ID", TENANT).set("AZURE_CLIENT_ID", CLIENT)
    }

    /// A job of Azure Pipelines with a service connection, which asks for its token below `/oidc`.
    pub(crate) fn service_connection(self, entra: &Entra) -> Self {
        self.set("AZURESUBSCRIPTION_TENANT_ID", TENANT)
            .set("AZURESUBSCRIPTION_CLIENT_ID", CLIENT)
            .set("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "5e7c0000-0000-4000-8000-000000000004")
            .set("SYSTEM_OIDCREQUESTURI", entra.url("/oidc"))
            .secret("SYSTEM_ACCESSTOKEN", "access-of-the-job")
    }

    pub(crate) fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.insert(name.to_owned(), value.into());
        self
    }

    /// Sets a variable to what no output may hold.
    pub(crate) fn secret(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        self.secrets.push(value.clone());
        self.set(name, value)
    }

    /// Names what no output may hold.
    pub(crate) fn hiding(mut self, secret: impl Into<String>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// Writes a file, and sets a variable to its path.
    pub(crate) fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.folder.path().join(name.to_lowercase());
        std::fs::write(&path, content).unwrap();
        self.set(name, path.to_string_lossy())
    }

    /// Runs `auth status`, and shows what a user sees.
    pub(crate) fn status(&self, arguments: &str) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scoregate"));
        command.args(["auth", "status"]).args(&self.arguments).args(arguments.split_whitespace());
        // A program that hangs fails its test rather than holding it up.
        command.timeout(Duration::from_secs(60));
        let output = command
            .env_clear()
            .envs(crate::support::faketime::date_variables())
            .envs(&self.variables)
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let mut seen = format!("exit {}\n", output.status.code().expect("the program exits rather than being killed"));
        for (name, bytes) in [("stdout", output.stdout), ("stderr", output.stderr)] {
            let text = String::from_utf8(bytes).unwrap();
            if !text.is_empty() {
                seen.push_str(&format!("--- {name}\n{text}"));
            }
        }
        for secret in self.secrets.iter().filter(|secret| !secret.is_empty()) {
            assert!(!seen.contains(secret.as_str()), "a secret shows:\n{seen}");
        }
        assert!(!seen.contains("eyJ"), "a token shows:\n{seen}");
        for port in &self.ports {
            seen = seen.replace(&format!(":{port}"), ":PORT");
        }
        seen.replace(&*self.folder.path().to_string_lossy(), "FOLDER")
    }
}

/// A program with a stand-in for the Azure CLI, which runs this script.
#[cfg(unix)]
pub(crate) fn with_az(script: &str) -> Program {
    use std::os::unix::fs::PermissionsExt;
    let program = Program::new();
    let folder = program.folder.path().join("bin");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("az"), format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(folder.join("az"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/bin:/usr/bin", folder.display());
    program.set("PATH", path)
}
