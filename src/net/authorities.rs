//! The certificate authorities that the environment names: `SSL_CERT_FILE` and `SSL_CERT_DIR`.

use std::path::Path;

use reqwest::Certificate;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::error::Error;
use crate::net::environment::Environment;
use crate::net::small_file::{self, AUTHORITIES_BYTES};
use crate::text::line;

const FILE: &str = "SSL_CERT_FILE";
const FOLDER: &str = "SSL_CERT_DIR";

/// The authorities of an environment; `None` where they are those of the system.
///
/// # Errors
///
/// [`Error::SignIn`] where a variable names a file or a folder that contains no certificate that can be used.
pub(crate) fn of(environment: &Environment) -> Result<Option<Vec<Certificate>>, Error> {
    let (file, folders) = (environment.value(FILE)?, environment.value(FOLDER)?);
    let mut found = Vec::new();
    if let Some(path) = &file {
        found.extend(of_file(path).map_err(|why| wrong(FILE, path, &why))?);
    }
    if let Some(paths) = &folders {
        let all: Vec<Certificate> = std::env::split_paths(paths).flat_map(|folder| of_folder(&folder)).collect();
        if all.is_empty() {
            return Err(wrong(FOLDER, paths, "no file in it contains a certificate in PEM that can be used"));
        }
        found.extend(all);
    }
    if file.is_some() || folders.is_some() {
        return Ok(Some(found));
    }
    // A variable that is set to nothing counts as unset here, and would not in the library that finds those of the system.
    let is_empty = environment.raw(FILE).or_else(|| environment.raw(FOLDER)).is_some();
    Ok(is_empty.then(of_system).filter(|found| !found.is_empty()))
}

fn wrong(variable: &str, path: &str, why: &str) -> Error {
    Error::sign_in(
        &format!("{variable} names {}, which cannot be used: {why}", line(path)),
        format!("set {variable} to certificates of authorities in PEM, or unset it to trust those of the system"),
    )
}

fn of_file(path: &str) -> Result<Vec<Certificate>, String> {
    let text = small_file::text(small_file::bytes(path, AUTHORITIES_BYTES)?)?;
    let found = of_pem(&text);
    if found.is_empty() { Err("it contains no certificate in PEM that can be used".to_owned()) } else { Ok(found) }
}

/// The certificates of the files in a folder. Other files may be there too.
fn of_folder(folder: &Path) -> Vec<Certificate> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| of_file(&entry.path().to_string_lossy()).ok()).flatten().collect()
}

/// The certificates in a text that can be trusted as authorities; others in it take none of them away.
fn of_pem(text: &str) -> Vec<Certificate> {
    let certificates = CertificateDer::pem_slice_iter(text.as_bytes()).flatten();
    let usable = certificates.filter(|der| RootCertStore::empty().add(der.clone()).is_ok());
    usable.filter_map(|der| Certificate::from_der(&der).ok()).collect()
}

/// The authorities of a system that keeps them in files.
#[cfg(all(unix, not(target_vendor = "apple")))]
fn of_system() -> Vec<Certificate> {
    let found = openssl_probe::probe();
    let file = found.cert_file.map(|path| of_file(&path.to_string_lossy()).unwrap_or_default()).unwrap_or_default();
    if file.is_empty() { found.cert_dir.iter().flat_map(|folder| of_folder(folder)).collect() } else { file }
}

/// Elsewhere the system keeps them itself, whatever the environment names.
#[cfg(not(all(unix, not(target_vendor = "apple"))))]
fn of_system() -> Vec<Certificate> {
    Vec::new()
}
