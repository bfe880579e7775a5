//! Sign-in: which method is chosen, what reaches the server, and what the user sees where it fails.

#[cfg(unix)]
mod azure_cli;
mod choose;
mod failure;
mod near_miss;
mod secret_files;
mod sign_in_methods;
mod token_lifetime;
