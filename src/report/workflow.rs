//! The escaping of GitHub's workflow commands.

/// A message: with these three escaped, nothing in it can end the line and begin a command.
pub(crate) fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property: nothing in it can begin another property or the message either.
pub(crate) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
