//! The harness: a clean folder, files in it, a command line, and what came of it as text.

use std::fs;
use std::path::PathBuf;

use assert_cmd::Command;
use tempfile::TempDir;

use super::faketime;

/// A folder of its own for one test, in which the program runs.
pub(crate) struct Workspace {
    folder: TempDir,
}

/// What a run of the program left behind.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workspace {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// Writes a file (and the folders above it).
    pub(crate) fn file(&self, path: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// The names of the files and folders at the top.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(self.folder.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The program in this folder, with an environment in which no CI system and no terminal shows.
    pub(crate) fn command(&self, args: &str) -> Command {
        Command::from_std(self.process(args))
    }

    /// The same, to be started by the test, which then ends it or talks to it.
    pub(crate) fn process(&self, args: &str) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_scoregate"));
        command.current_dir(self.folder.path()).args(args.split_whitespace()).env_clear().env("NO_COLOR", "1");
        command.envs(faketime::date_variables());
        command
    }

    pub(crate) fn run(&self, args: &str) -> Run {
        outcome(self.command(args))
    }
}

/// Runs a command to its end.
pub(crate) fn outcome(mut command: Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().expect("the program exits rather than being killed"),
        stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
    }
}

impl Run {
    /// Everything a user sees, for a snapshot.
    pub(crate) fn seen(&self) -> String {
        let mut seen = format!("exit {}\n", self.code);
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                seen.push_str(&format!("--- {name}\n{text}"));
            }
        }
        seen
    }
}

/// A file of the recorded data beside the checkout, where it is present.
pub(crate) fn recorded(path: &str) -> Option<PathBuf> {
    shared(&format!("recorded/{path}"))
}

#[expect(clippy::print_stdout, reason = "whoever runs the tests should see what was not tested")]
/// A file or folder of the data beside the checkout, where it is present.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not here", path.display());
    None
}
