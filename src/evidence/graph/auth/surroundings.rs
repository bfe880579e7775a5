//! What the environment says about signing in.

use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::Read;

use super::AuthKind;
use super::refusal::unusable;
use crate::error::Error;
use crate::text::line;

/// The most bytes that a file with a token, a secret or a certificate may have: 1 MiB, far more than any of them takes.
const MOST_BYTES: u64 = 1 << 20;

/// How a variable is looked up.
type Look = dyn Fn(&str) -> Option<OsString> + Send + Sync;

/// The environment variables, looked up through a function.
pub(crate) struct Surroundings(Box<Look>);

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Surroundings")
    }
}

impl Surroundings {
    /// The environment of this process.
    pub(crate) fn of_process() -> Self {
        Self::new(|name| std::env::var_os(name))
    }

    /// Variables as a function gives them.
    pub(crate) fn new(look: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        Self(Box::new(look))
    }

    /// A variable as it is.
    pub(super) fn raw(&self, name: &str) -> Option<OsString> {
        (self.0)(name)
    }

    /// Whether a variable is set, be it to nothing. What is set to nothing is a secret that did not arrive.
    pub(super) fn is_set(&self, name: &str) -> bool {
        (self.0)(name).is_some()
    }

    /// Whether a variable is set to something.
    pub(super) fn says(&self, name: &str) -> bool {
        (self.0)(name).is_some_and(|value| !value.is_empty())
    }

    /// The value of a variable without blanks at its ends; `None` where it is not set, or to nothing.
    pub(super) fn value(&self, name: &str) -> Result<Option<String>, Error> {
        let Some(value) = (self.0)(name) else { return Ok(None) };
        let Ok(value) = value.into_string() else {
            return Err(unusable(&format!("the value of {name} is not UTF-8"), &format!("set {name} anew")));
        };
        Ok(Some(value.trim().to_owned()).filter(|value| !value.is_empty()))
    }

    /// The value of a variable; `None` where it is not set.
    ///
    /// # Errors
    ///
    /// [`Error::Evidence`] where it is set to nothing: what should have stood in it is missing, and without it somebody else would
    /// sign in, or to somewhere else.
    pub(super) fn arrived(&self, name: &str) -> Result<Option<String>, Error> {
        match self.value(name)? {
            None if self.is_set(name) => Err(unusable(&format!("{name} is set, but to nothing"), &empty_help(name))),
            value => Ok(value),
        }
    }

    /// The value of the first of these variables that says something, and which that is.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] where two of them name different things, or one is set to nothing.
    pub(super) fn first<'n>(&self, names: &[&'n str]) -> Result<Option<(&'n str, String)>, Error> {
        let mut first: Option<(&str, String)> = None;
        for name in names {
            match (&first, self.arrived(name)?) {
                (None, Some(value)) => first = Some((name, value)),
                (Some((other, known)), Some(value)) if !known.eq_ignore_ascii_case(&value) => {
                    return Err(unusable(
                        &format!("{other} and {name} name different ids, and only one of them can count"),
                        &format!("unset {name}, or set it to what {other} says"),
                    ));
                }
                (Some(_), Some(_)) | (_, None) => {}
            }
        }
        Ok(first)
    }

    /// A secret out of a variable, or out of the file that another one names; with the variable it came from.
    pub(super) fn secret<'n>(
        &self,
        kind: AuthKind,
        direct: &'n str,
        file: &'n str,
    ) -> Result<(&'n str, String), Error> {
        match (self.value(direct)?, self.value(file)?) {
            (Some(_), Some(_)) => Err(unusable(
                &format!("both {direct} and {file} are set, and only one of them can count"),
                &format!("unset {direct} or {file}"),
            )),
            (Some(secret), None) => Ok((direct, secret)),
            (None, Some(path)) => Ok((file, read_text(file, &path)?)),
            (None, None) if self.is_set(direct) || self.is_set(file) => {
                let name = if self.is_set(direct) { direct } else { file };
                Err(unusable(&format!("{name} is set, but to nothing"), &empty_help(name)))
            }
            (None, None) => Err(unusable(
                &format!("to sign in with {} needs {direct} or {file}", kind.name()),
                &format!("set {direct}, or {file} to the path of a file that holds it"),
            )),
        }
    }
}

/// What to do about a variable that is set to nothing.
pub(super) fn empty_help(name: &str) -> String {
    format!(
        "a pipeline gives an empty value where a secret does not exist or is withheld, as from a fork: see to it that {name} arrives, or unset it"
    )
}

/// A short file as text, without blanks at its ends. `variable` is the one that names it.
pub(super) fn read_text(variable: &str, path: &str) -> Result<String, Error> {
    let text = String::from_utf8(read_bytes(variable, path)?);
    let text = text.map_err(|_| unreadable(variable, path, "it is not UTF-8"))?;
    match text.trim_start_matches('\u{feff}').trim() {
        "" => Err(unreadable(variable, path, "it is empty")),
        text => Ok(text.to_owned()),
    }
}

/// A short file.
pub(super) fn read_bytes(variable: &str, path: &str) -> Result<Vec<u8>, Error> {
    let says = |error: std::io::Error| unreadable(variable, path, &error.to_string());
    // To open a pipe waits until somebody writes to it, and no time-out ends that.
    if !std::fs::metadata(path).map_err(says)?.is_file() {
        return Err(unreadable(variable, path, "it is not a regular file"));
    }
    let mut bytes = Vec::new();
    let read = File::open(path).map_err(says)?.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(says)?;
    if read as u64 > MOST_BYTES {
        return Err(unreadable(variable, path, "it is larger than 1 MiB"));
    }
    Ok(bytes)
}

fn unreadable(variable: &str, path: &str, why: &str) -> Error {
    unusable(
        &format!("the file {} that {variable} names cannot be read: {why}", line(path)),
        &format!("set {variable} to the path of a file that this program may read"),
    )
}
