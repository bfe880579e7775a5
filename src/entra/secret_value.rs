//! Secrets and tokens that variables give, and the checks that each is whole.

use super::method::SignInMethod;
use crate::error::Error;
use crate::net::environment::{Environment, empty_help, read_text};

/// Reads a secret out of a variable, or out of the file that another one names; with the variable it came from.
pub(super) fn read<'n>(
    environment: &Environment,
    method: SignInMethod,
    direct: &'n str,
    file: &'n str,
) -> Result<(&'n str, String), Error> {
    match (environment.value(direct)?, environment.value(file)?) {
        (Some(_), Some(_)) => Err(Error::sign_in(
            &format!("both {direct} and {file} are set, and only one of them can count"),
            format!("unset {direct} or {file}"),
        )),
        (Some(secret), None) => Ok((direct, secret)),
        (None, Some(path)) => Ok((file, read_text(file, &path)?)),
        (None, None) if environment.is_set(direct) || environment.is_set(file) => {
            let name = if environment.is_set(direct) { direct } else { file };
            Err(Error::sign_in(&format!("{name} is set, but to nothing"), empty_help(name)))
        }
        (None, None) => Err(Error::sign_in(
            &format!("sign-in with {} needs {direct} or {file}", method.name()),
            format!("set {direct}, or {file} to the path of a file that contains it"),
        )),
    }
}

/// The fewest characters of a secret or a token; those of Entra and of CI systems have 30 and more. A shorter one could not
/// be kept out of messages without damage to other words.
pub(super) const FEWEST_ACCEPTED: usize = 16;

/// Checks that a secret or a token that `variable` gives is not cut off.
///
/// # Errors
///
/// [`Error::SignIn`] where it has fewer than 16 characters. The message contains none of them.
pub(super) fn check_length(variable: &str, secret: &str) -> Result<(), Error> {
    if secret.chars().count() >= FEWEST_ACCEPTED {
        return Ok(());
    }
    Err(Error::sign_in(
        &format!("what {variable} gives has fewer than {FEWEST_ACCEPTED} characters, too few for a secret or a token"),
        format!(
            "set {variable} to the whole value; it may have been cut off, or the name of a secret may stand in place of its value"
        ),
    ))
}

/// Checks that what `variable` gives can be a token: one word of visible ASCII characters, and not a short one.
///
/// # Errors
///
/// [`Error::SignIn`], whose message contains no part of it.
pub(super) fn check_token(variable: &str, token: &str) -> Result<(), Error> {
    // A token that cannot be sent would show up in the error that reports it.
    if !token.chars().all(|c| c.is_ascii_graphic()) {
        return Err(Error::sign_in(
            &format!("what {variable} gives is not a token: it contains blanks or characters beyond ASCII"),
            "give the token alone, without `Bearer` before it",
        ));
    }
    check_length(variable, token)
}
