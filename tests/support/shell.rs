//! Scripts of the shell that run the program.

use assert_cmd::Command;

use super::faketime;
use super::workspace::Workspace;

/// A script in the folder of a test, with an environment in which no CI system and no terminal shows. In the script, `"$0"` is the program.
pub(crate) fn shell(workspace: &Workspace, script: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_scoregate")]).current_dir(workspace.path("")).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("NO_COLOR", "1");
    command.envs(faketime::date_variables());
    command
}
