//! A shell as a runner starts it: an empty environment but for what the runner sets.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use crate::support::faketime::date_variables;

/// What a script left behind.
pub(crate) struct Ran {
    pub(crate) code: i32,
    /// Standard output and error.
    pub(crate) log: String,
}

/// Runs a script with `bash` or `sh` in a folder. `path` is put before the PATH of the tests.
pub(crate) fn run(
    shell: &[&str],
    script: &str,
    folder: &Path,
    path: &[OsString],
    variables: &[(String, String)],
) -> Ran {
    let mut search: OsString = path.join(":".as_ref());
    search.push(":");
    search.push(std::env::var_os("PATH").unwrap());
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).arg("-c").arg(script).current_dir(folder).env_clear();
    command.env("PATH", search).env("NO_COLOR", "1").envs(date_variables());
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("a log is UTF-8");
    Ran {
        code: output.status.code().expect("the script exits rather than being killed"),
        log: text(output.stdout) + &text(output.stderr),
    }
}
