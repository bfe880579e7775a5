//! The escaping of GitHub's workflow commands.

use crate::text::log_plain;

/// Escapes a message: nothing in it can end the line and begin a command, of GitHub or of another runner.
pub(crate) fn data(text: &str) -> String {
    log_plain(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property: nothing in it can begin another property or the message either.
pub(crate) fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
