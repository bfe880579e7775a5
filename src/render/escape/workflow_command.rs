//! The escaping of GitHub's workflow commands.

use crate::text::log_plain;

/// A message: with these three escaped, nothing in it can end the line and begin a command, and no other runner finds one of
/// its own in it.
pub(crate) fn data(text: &str) -> String {
    log_plain(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property: nothing in it can begin another property or the message either.
pub(crate) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
