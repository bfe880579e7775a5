//! A release in a local folder, as the release workflow publishes it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The name of the archive for this machine.
pub(crate) fn archive() -> String {
    let system = match std::env::consts::OS {
        "macos" => "macos",
        _ => "linux",
    };
    format!("scoregate-{VERSION}-{}-{system}.tar.gz", std::env::consts::ARCH)
}

/// Writes an executable file.
pub(crate) fn executable(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A release that contains the program under test, and what a test changes in it.
pub(crate) struct Release {
    folder: PathBuf,
}

impl Release {
    /// Packs a program of a few bytes, which runs the one under test: packing that itself takes seconds.
    pub(crate) fn new(folder: &Path) -> Self {
        let program = format!("#!/bin/sh\nexec '{}' \"$@\"\n", env!("CARGO_BIN_EXE_scoregate"));
        Self::of(folder, &program)
    }

    /// Packs a program of this text.
    pub(crate) fn of(folder: &Path, program: &str) -> Self {
        executable(&folder.join("program/scoregate"), program);
        let release = Self { folder: folder.join(format!("release/v{VERSION}")) };
        fs::create_dir_all(&release.folder).unwrap();
        let packed = Command::new("tar")
            .arg("-czf")
            .arg(release.archive())
            .arg("-C")
            .arg(folder.join("program"))
            .arg("scoregate")
            .status();
        assert!(packed.unwrap().success(), "tar packs the archive");
        release.sums(&format!("{}  {}\n", release.digest(), archive()));
        release
    }

    pub(crate) fn archive(&self) -> PathBuf {
        self.folder.join(archive())
    }

    /// The SHA-256 of the archive, in hexadecimal.
    pub(crate) fn digest(&self) -> String {
        let digest = Sha256::digest(fs::read(self.archive()).unwrap());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Writes SHA256SUMS.
    pub(crate) fn sums(&self, text: &str) {
        fs::write(self.folder.join("SHA256SUMS"), text).unwrap();
    }

    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.folder.join(name)).unwrap();
    }
}
