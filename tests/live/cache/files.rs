//! The files of the cache: whole, private, and none left behind.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use super::{CACHED, command, entries, requests, rewrite};
use crate::support::live::Live;
use crate::support::workspace::{Run, outcome};

#[test]
fn a_damaged_entry_is_reported_and_fetched_again() {
    let live = Live::new();
    requests(&live, CACHED);
    let path = entries(&live)[0].clone();
    let whole = fs::read_to_string(&path).unwrap();
    let damaged =
        [whole.replace("\"score\":10.0", "\"score\":90.0"), whole[..whole.len() / 2].to_owned(), String::new(), {
            whole.replacen(" 1 ", " 99 ", 1)
        }];
    for damaged in damaged {
        assert_ne!(damaged, whole);
        fs::write(&path, damaged).unwrap();
        let (number, said) = requests(&live, CACHED);
        assert_eq!(number, 4);
        assert!(said.starts_with("the cache is damaged and not used: cache/"), "{said}");
        assert_eq!(requests(&live, CACHED), (0, String::new()));
    }
    rewrite(&live, |recording| recording.replace("\"score\":10.0", "\"score\":90.0"));
    let said = requests(&live, CACHED).1;
    assert!(said.contains("is not the one that was recorded"), "each response has its own hash: {said}");
}

#[test]
fn nobody_else_may_read_the_cache_or_put_anything_into_it() {
    use std::os::unix::fs::PermissionsExt;
    let live = Live::new();
    requests(&live, "--max-age 1h --cache-dir deep/cache");
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = live.workspace.path("deep/cache");
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.iter().map(mode).collect::<Vec<_>>(), [0o600]);

    fs::set_permissions(&folder, fs::Permissions::from_mode(0o770)).unwrap();
    let (number, said) = requests(&live, "--max-age 1h --cache-dir deep/cache");
    assert_eq!(number, 4);
    assert_eq!(said, "the cache is not used: deep/cache: other users may enter the folder: run chmod 700 on it\n");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
    fs::set_permissions(&files[0], fs::Permissions::from_mode(0o644)).unwrap();
    let (number, said) = requests(&live, "--max-age 1h --cache-dir deep/cache");
    assert_eq!(number, 4);
    assert!(said.contains("it is not a file that its owner alone may read"), "{said}");
}

/// Only the administrator can give a file away; the check itself has a unit test.
#[cfg(unix)]
#[test]
#[expect(clippy::print_stdout, reason = "a reader of the tests should see what was not tested")]
fn what_another_user_owns_is_not_used_although_it_is_private() {
    use std::os::unix::fs::{MetadataExt, chown};
    let live = Live::new();
    requests(&live, CACHED);
    let (folder, entry) = (live.workspace.path("cache"), entries(&live)[0].clone());
    let own = fs::metadata(&folder).unwrap().uid();
    if chown(&folder, Some(own + 1000), None).is_err() {
        println!("skipped: this user cannot give a folder to another one");
        return;
    }
    let (number, said) = requests(&live, CACHED);
    assert_eq!(number, 4);
    assert_eq!(said, "the cache is not used: cache: another user owns the folder: use a folder that you own\n");
    chown(&folder, Some(own), None).unwrap();
    assert_eq!(requests(&live, CACHED), (0, String::new()));
    chown(&entry, Some(own + 1000), None).unwrap();
    let (number, said) = requests(&live, CACHED);
    assert_eq!(number, 4);
    assert!(said.ends_with(": another user owns it\n"), "{said}");
    assert_eq!(requests(&live, CACHED), (0, String::new()), "the entry was replaced by an own one");
}

#[test]
fn an_entry_of_an_incomplete_answer_is_not_used() {
    let live = Live::new();
    for (whole, incomplete) in
        [("\"status\": 200", "\"status\": 206"), ("\"sha256\"", "\"warning\": \"199 - x\", \"sha256\"")]
    {
        requests(&live, CACHED);
        rewrite(&live, |recording| recording.replacen(whole, incomplete, 1));
        assert_eq!(requests(&live, CACHED), (4, String::new()), "{incomplete}");
        assert_eq!(requests(&live, CACHED), (0, String::new()));
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_reported_and_changes_no_verdict() {
    let live = Live::new();
    let (number, said) = requests(&live, "--max-age 1h --cache-dir p.yaml/cache");
    assert_eq!(number, 4);
    assert!(said.starts_with("the cache is not used: p.yaml/cache: "), "{said}");
}

#[test]
fn the_folder_is_that_of_the_user_unless_another_is_named() {
    let live = Live::new();
    for (name, place) in [("XDG_CACHE_HOME", "scoregate"), ("HOME", ".cache/scoregate")] {
        let home = live.workspace.path(&name.to_lowercase());
        fs::create_dir(&home).unwrap();
        let mut command = command(&live, "--max-age 1h");
        command.env(name, &home);
        assert_eq!(live.finish(command).code, 0);
        assert_eq!(fs::read_dir(home.join(place)).unwrap().count(), 1, "{name}");
    }
}

#[test]
fn old_entries_of_others_go_when_a_new_one_is_written() {
    let live = Live::new();
    let day = Duration::from_secs(24 * 3600);
    let name = |c: char| format!("cache/{}.cache", c.to_string().repeat(64));
    fs::create_dir(live.workspace.path("cache")).unwrap();
    #[cfg(unix)]
    fs::set_permissions(live.workspace.path("cache"), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    for (file, age) in
        [(name('a'), 8), (name('b'), 6), ("cache/notes.cache".to_owned(), 99), ("cache/.scoregate-x".to_owned(), 8)]
    {
        live.workspace.file(&file, "x");
        let file = fs::File::options().write(true).open(live.workspace.path(&file)).unwrap();
        // The file was written a moment ago.
        let now = file.metadata().unwrap().modified().unwrap();
        file.set_modified(now - day * age).unwrap();
    }
    requests(&live, CACHED);
    let left = entries(&live);
    assert!(!live.workspace.path(&name('a')).exists() && live.workspace.path(&name('b')).exists(), "{left:?}");
    assert!(live.workspace.path("cache/notes.cache").exists(), "what is not ours stays");
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn ten_at_once_do_not_harm_one_another() {
    let live = Live::new();
    let runs: Vec<Run> = std::thread::scope(|scope| {
        let run = || scope.spawn(|| outcome(command(&live, CACHED)));
        let runs: Vec<_> = (0..10).map(|_| run()).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    for run in runs {
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.seen());
    }
    assert_eq!(entries(&live).len(), 1, "nothing is left half-written");
    assert_eq!(requests(&live, CACHED), (0, String::new()));
}
