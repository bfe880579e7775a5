//! Evaluates a Rego policy on files with regorus: `scoregate-compare-rego POLICY RULES THREADS FILE...` prints for each file a line
//! with the ids of the rules that do not pass, in the order of the files. Without arguments it does nothing.

use std::error::Error;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use regorus::{Engine, Value};

/// The rule of the policy that is evaluated.
const RULE: &str = "data.scoregate.not_passed";

type Answer = Result<String, Box<dyn Error + Send + Sync>>;

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [policy, rules, threads, files @ ..] = arguments.as_slice() else { return Ok(()) };
    let mut engine = Engine::new();
    engine.add_policy_from_file(policy).map_err(|error| error.to_string())?;
    engine
        .add_data(Value::from_json_file(rules).map_err(|error| error.to_string())?)
        .map_err(|error| error.to_string())?;
    let next = AtomicUsize::new(0);
    let work = |mut engine: Engine| {
        let mut answers = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(index) else { return answers };
            answers.push((index, answer(&mut engine, file)));
        }
    };
    let mut answers: Vec<(usize, Answer)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.parse().unwrap_or(1)).map(|_| scope.spawn(|| work(engine.clone()))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    answers.sort_by_key(|(index, _)| *index);
    for (_, answer) in answers {
        println!("{}", answer?);
    }
    Ok(())
}

/// The ids of the rules that do not pass on a file, as a line of JSON.
fn answer(engine: &mut Engine, file: &str) -> Answer {
    engine.set_input(Value::from_json_file(file).map_err(|error| error.to_string())?);
    let value = engine.eval_rule(RULE.to_owned()).map_err(|error| error.to_string())?;
    value.to_json_str().map(|text| text.split_whitespace().collect()).map_err(|error| error.to_string().into())
}
