//! The environment variables that sign-in and network follow, and the short files that they name.

use std::ffi::OsString;
use std::fmt;

use crate::error::Error;
use crate::net::small_file;
use crate::text::line;

/// The lookup of a variable.
type Look = dyn Fn(&str) -> Option<OsString> + Send + Sync;

/// The environment variables, looked up through a function: those of the process, or others.
pub struct Environment(Box<Look>);

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Environment")
    }
}

impl Environment {
    /// The environment of this process.
    #[must_use]
    pub fn of_process() -> Self {
        Self::new(|name| std::env::var_os(name))
    }

    /// Variables as a function gives them.
    pub fn new(look: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        Self(Box::new(look))
    }

    /// A variable as it is.
    pub(crate) fn raw(&self, name: &str) -> Option<OsString> {
        (self.0)(name)
    }

    /// Whether a variable is set, be it to nothing. What is set to nothing is a secret that did not arrive.
    pub(crate) fn is_set(&self, name: &str) -> bool {
        (self.0)(name).is_some()
    }

    /// Whether a variable is set to something.
    pub(crate) fn says(&self, name: &str) -> bool {
        (self.0)(name).is_some_and(|value| !value.is_empty())
    }

    /// The value of a variable without blanks at its ends; `None` where it is not set, or to nothing.
    pub(crate) fn value(&self, name: &str) -> Result<Option<String>, Error> {
        let Some(value) = (self.0)(name) else { return Ok(None) };
        let Ok(value) = value.into_string() else {
            return Err(Error::sign_in(&format!("the value of {name} is not UTF-8"), format!("set {name} again")));
        };
        Ok(Some(small_file::trimmed(&value).to_owned()).filter(|value| !value.is_empty()))
    }

    /// The value of a variable; `None` where it is not set.
    ///
    /// # Errors
    ///
    /// [`Error::Evidence`] where it is set to nothing: its value is missing, and without it another identity
    /// would sign in, or to another tenant.
    pub(crate) fn arrived(&self, name: &str) -> Result<Option<String>, Error> {
        match self.value(name)? {
            None if self.is_set(name) => {
                Err(Error::sign_in(&format!("{name} is set, but to nothing"), empty_help(name)))
            }
            value => Ok(value),
        }
    }

    /// The first of these variables that has a value, and the value.
    ///
    /// # Errors
    ///
    /// [`Error::SignIn`] where two of them name different things, or one is set to nothing.
    pub(crate) fn first<'n>(&self, names: &[&'n str]) -> Result<Option<(&'n str, String)>, Error> {
        let mut first: Option<(&str, String)> = None;
        for name in names {
            match (&first, self.arrived(name)?) {
                (None, Some(value)) => first = Some((name, value)),
                (Some((other, known)), Some(value)) if !known.eq_ignore_ascii_case(&value) => {
                    return Err(Error::sign_in(
                        &format!("{other} and {name} name different ids, and only one of them can count"),
                        format!("unset {name}, or set it to the value of {other}"),
                    ));
                }
                (Some(_), Some(_)) | (_, None) => {}
            }
        }
        Ok(first)
    }
}

/// The remedy for a variable that is set to nothing.
pub(crate) fn empty_help(name: &str) -> String {
    format!(
        "a pipeline gives an empty value where a secret does not exist or is withheld, as from a fork: see to it that {name} arrives, or unset it"
    )
}

/// A short file as text, without blanks at its ends. `variable` is the one that names it.
pub(crate) fn read_text(variable: &str, path: &str) -> Result<String, Error> {
    let text = small_file::text(read_bytes(variable, path)?).map_err(|why| unreadable(variable, path, &why))?;
    match small_file::trimmed(&text) {
        "" => Err(unreadable(variable, path, "it is empty")),
        text => Ok(text.to_owned()),
    }
}

/// A short file.
pub(crate) fn read_bytes(variable: &str, path: &str) -> Result<Vec<u8>, Error> {
    small_file::bytes(path, small_file::SECRET_BYTES).map_err(|why| unreadable(variable, path, &why))
}

fn unreadable(variable: &str, path: &str, why: &str) -> Error {
    Error::sign_in(
        &format!("the file {} that {variable} names cannot be read: {why}", line(path)),
        format!("set {variable} to the path of a regular file that this program may read"),
    )
}

/// The value of a setting whose variable has two spellings, with the spelling that has it.
///
/// # Errors
///
/// [`Error::SignIn`] where `read` refuses a value, and where both spellings are set and differ.
pub(super) fn either<T: PartialEq>(
    environment: &Environment,
    names: [&'static str; 2],
    read: impl Fn(&str, &str) -> Result<T, Error>,
) -> Result<Option<(&'static str, T)>, Error> {
    let mut found: Option<(&'static str, T)> = None;
    for name in names {
        let Some(value) = environment.value(name)? else { continue };
        let value = read(name, &value)?;
        match &found {
            Some((other, known)) if *known != value => return Err(different(other, name)),
            Some(_) => {}
            None => found = Some((name, value)),
        }
    }
    Ok(found)
}

/// The error where two spellings of a setting contradict each other.
fn different(one: &str, other: &str) -> Error {
    Error::sign_in(
        &format!("{one} and {other} differ, and only one of them can count"),
        format!(
            "set both to the same value, or unset one of them: programs differ in which of {one} and {other} they use"
        ),
    )
}
