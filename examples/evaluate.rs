//! Evaluates a policy on a recording, both in memory: reads no file, uses no network and no clock.
//!
//! `cargo run --example evaluate`

use scoregate::evaluate::{Run, evaluate};
use scoregate::render::{Format, RenderOptions, render};
use scoregate::report::Report;
use scoregate::{evidence, policy};

pub(crate) fn report() -> Result<Report, Box<dyn std::error::Error>> {
    let policies = policy::from_memory([("mfa.yaml".to_owned(), include_bytes!("mfa.yaml").into())])?;
    let responses = [("contoso.json".to_owned(), include_bytes!("contoso.json").into())];
    let evidence = evidence::from_memory(responses, policies.needs())?;
    Ok(evaluate(&policies, &evidence, &Run::at("2026-11-24T06:00:00Z".parse()?))?)
}

fn main() -> Result<std::process::ExitCode, Box<dyn std::error::Error>> {
    let report = report()?;
    anstream::print!("{}", render(&report, Format::Human, &RenderOptions::default())?);
    Ok(report.verdict().exit().into())
}
