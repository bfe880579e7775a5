//! The escaping of the logging commands of Azure Pipelines. The agent takes `%AZP25` for a percent sign, and the codes below for what
//! ends a line, a property or the properties; a command in text is broken by [`log_plain`].

use crate::text::log_plain;

/// Escapes a message: nothing in it can end the line and begin a command, of Azure Pipelines or of another runner.
pub(crate) fn data(text: &str) -> String {
    log_plain(text).replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property: nothing in it can begin another property or the message either.
pub(crate) fn property(text: &str) -> String {
    data(text).replace(']', "%5D").replace(';', "%3B")
}
