//! daglint: would Dagster load this deployment, and would it hold what its authors
//! think it holds?
//!
//! Data moves one way; no step reaches back:
//!
//! ```text
//! arguments       cli       what was asked for
//! files, flags    settings  what holds, for the run and for each project
//!   -> discover             one parallel walk: projects, workspaces, code locations
//!   -> source               read and parse, once a file, only the files that are needed;
//!        syntax             what the text of one file says: names, imports, places
//!   -> load                 a static load of each code location, in parallel, and which
//!                           definitions none of them picks up; it rests on
//!        python             the interpreter of module-level Python, which knows no library
//!        dagster            what the names of Dagster make
//!        library            the same of its integration libraries
//!   -> model                workspace > code location > definition, with places and certainty
//!   -> rules                pure functions from the model to diagnostics
//!   -> suppress             what is reported of it: severities, exceptions, comments
//!   -> report               people, JSON, annotations
//!   -> fix                  changed files, where that is asked for
//! ```
//!
//! [`analyze`] is that picture as a function; the command line and the tests call it.

#![cfg_attr(
    test,
    allow(clippy::disallowed_methods, reason = "a test makes what it looks at")
)]

mod address;
mod article;
pub mod budget;
pub mod cli;
mod dagster;
pub mod diagnostic;
pub mod discover;
pub mod exit;
pub mod failure;
pub mod fix;
mod library;
pub mod load;
pub mod model;
pub mod panic;
mod path;
mod python;
pub mod report;
pub mod rule;
mod rules;
pub mod settings;
pub mod source;
mod suggest;
pub mod suppress;
pub mod syntax;
mod write;

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use rayon::iter::Either;
use rayon::prelude::*;

use diagnostic::Diagnostic;
use discover::Request;
use failure::Failure;
use model::{CodeLocation, Model};
use source::{FileId, Sources};
use suppress::{Settled, Settling, Suppressed};

/// The result of a run: what is known, and what is wrong with it.
pub struct Analysis<'a> {
    /// What is known.
    pub model: Model<'a>,
    /// What is wrong, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What is wrong, but known: it is not reported.
    pub suppressed: Vec<Suppressed>,
    /// Where daglint itself failed, a sentence each. All else is still reported.
    pub panics: Vec<String>,
    /// How long each step and each rule took.
    pub timings: Vec<(String, Duration)>,
}

/// Discovers, loads statically and checks what a request names.
///
/// # Errors
/// When the request cannot be met at all: a path that does not exist, say. What is
/// wrong with the analysed project is never an error but a diagnostic.
pub fn analyze<'a>(sources: &'a Sources, request: &Request) -> Result<Analysis<'a>, Failure> {
    let mut clock = Clock::default();
    let model = model_of_timed(sources, request, &mut clock)?;
    let checked = rules::check(&model);
    clock.step("rules");
    let settled = settle(&model, checked.found)?;
    clock.step("suppress");
    clock.timings.extend(checked.timings);
    let panics = model.panics.iter().cloned().chain(checked.panics).collect();
    Ok(Analysis {
        model,
        diagnostics: settled.reported,
        suppressed: settled.suppressed,
        panics,
        timings: clock.timings,
    })
}

/// What is reported of what was found.
fn settle(model: &Model<'_>, found: Vec<Diagnostic>) -> Result<Settled, Failure> {
    let mut settling = Settling::new(model, &found)?;
    settling.take(found);
    // Only now is it known which comments were needed, and then which entries.
    settling.take(rules::check_comments(model, settling.comments()));
    settling.take(rules::check_baseline(model, settling.baseline()));
    Ok(settling.settled())
}

/// The first half of [`analyze`]: everything but the rules.
///
/// # Errors
/// As [`analyze`].
pub fn model_of<'a>(sources: &'a Sources, request: &Request) -> Result<Model<'a>, Failure> {
    model_of_timed(sources, request, &mut Clock::default())
}

/// How long the steps take.
struct Clock {
    last: Instant,
    timings: Vec<(String, Duration)>,
}

impl Default for Clock {
    fn default() -> Self {
        Self {
            last: Instant::now(),
            timings: Vec::new(),
        }
    }
}

impl Clock {
    /// A step ends now.
    fn step(&mut self, name: &str) {
        let time = self.last.elapsed();
        log::info!("{name} took {time:?}");
        self.last += time;
        self.timings.push((name.to_owned(), time));
    }
}

fn model_of_timed<'a>(
    sources: &'a Sources,
    request: &Request,
    clock: &mut Clock,
) -> Result<Model<'a>, Failure> {
    let found = discover::discover(sources, request)?;
    clock.step("discover");
    let (code_locations, panics) = loaded(sources, &found);
    clock.step("parse and evaluate");
    let (orphans, orphan_modules) = load::reach::orphans(sources, &found, &code_locations);
    let code_locations = without_parts(sources, code_locations);
    let broken_modules = load::reach::broken_modules(sources, &found, &code_locations);
    clock.step("look for orphans");
    Ok(Model {
        orphans,
        orphan_modules,
        directory: request.directory.clone(),
        sources,
        settings: found.settings,
        workspaces: found.workspaces,
        projects: found.projects,
        code_locations,
        unreadable: found.unreadable,
        broken_modules,
        config_faults: found.config_faults,
        compose_files: found.compose_files,
        commands: found.commands,
        roots: found.roots,
        python_files: found.python_files,
        panics,
    })
}

/// The code locations, loaded statically, and where daglint itself failed at that.
fn loaded(sources: &Sources, found: &discover::Discovery) -> (Vec<CodeLocation>, Vec<String>) {
    found.targets.par_iter().partition_map(|target| {
        let budget = found
            .settings
            .of(&target.working_directory)
            .options
            .budget();
        let loaded = panic::catch(|| load::load(sources, target, budget));
        match loaded {
            Ok(location) => {
                log_location(&location);
                Either::Left(location)
            }
            Err(why) => Either::Right(format!("code location `{}`: {why}", target.name)),
        }
    })
}

fn log_location(location: &CodeLocation) {
    let CodeLocation {
        name,
        assets,
        jobs,
        imported,
        unknowns,
        ..
    } = location;
    log::info!(
        "code location {name}: {} files imported, {} assets, {} jobs, {} unknowns",
        imported.len(),
        assets.len(),
        jobs.len(),
        unknowns.len()
    );
    for unknown in unknowns {
        log::debug!("code location {name}: not evaluated: {}", unknown.reason);
    }
}

/// Drops found code locations that hold nothing, and those that another one imports:
/// they are parts of it.
fn without_parts(sources: &Sources, mut locations: Vec<CodeLocation>) -> Vec<CodeLocation> {
    locations.retain(|location| {
        // What nothing could run would hold something if it could be read.
        let is_broken = |file| sources.get(file).python_fault().is_some();
        let broken = entry_file(location).is_some_and(is_broken);
        !location.target.found || location.loaded_from.is_some() || broken
    });
    let parts = parts(&locations);
    let mut number = 0..;
    locations.retain(|_| number.next().is_none_or(|number| !parts.contains(&number)));
    locations
}

fn entry_file(location: &CodeLocation) -> Option<FileId> {
    location.entry.as_ref()?.file
}

/// The numbers of the found code locations that another one imports. Of two that
/// import each other the first by name is the whole.
fn parts(locations: &[CodeLocation]) -> HashSet<usize> {
    let mut entries: HashMap<FileId, Vec<usize>> = HashMap::new();
    for (number, location) in locations.iter().enumerate() {
        let entry = entry_file(location).filter(|_| location.target.found);
        if let Some(file) = entry {
            entries.entry(file).or_default().push(number);
        }
    }
    let mut parts = HashSet::new();
    for (whole, location) in locations.iter().enumerate() {
        let own = entry_file(location);
        let others = location.imported.iter().filter(|file| own != Some(**file));
        for &part in others.filter_map(|file| entries.get(file)).flatten() {
            let other = &locations[part];
            let back =
                location.target.found && own.is_some_and(|own| other.imported.contains(&own));
            if !back || (&location.name, whole) < (&other.name, part) {
                parts.insert(part);
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of the code locations in a folder with these files.
    fn names(files: &[(&str, &str)]) -> Vec<String> {
        let folder = written(files);
        let request = Request {
            directory: folder.path().to_path_buf(),
            ..Request::default()
        };
        let sources = Sources::new();
        let model = model_of(&sources, &request).expect("the folder exists");
        let locations = model.code_locations.iter();
        locations.map(|location| location.name.clone()).collect()
    }

    fn written(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join(".git")).expect("a git directory");
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            std::fs::write(path, text).expect("written");
        }
        folder
    }

    const DEFS: &str = "import dagster as dg\ndefs = dg.Definitions()\n";

    /// How many assets a file has, and the lines and reasons of what is not known.
    fn within(settings: &str, code: &str) -> (usize, Vec<(usize, String)>) {
        let folder = written(&[("definitions.py", code), ("daglint.toml", settings)]);
        let mut request = Request {
            directory: folder.path().to_path_buf(),
            ..Request::default()
        };
        request.targets.files.push("definitions.py".into());
        let sources = Sources::new();
        let model = model_of(&sources, &request).expect("the folder exists");
        let location = &model.code_locations[0];
        let told = location.unknowns.iter().map(|unknown| {
            let file = sources.get(unknown.place.file);
            let line = file.lines().line_of(unknown.place.range.start());
            (line + 1, unknown.reason.clone())
        });
        (location.assets.len(), told.collect())
    }

    #[test]
    fn what_exceeds_the_budget_of_the_settings_is_unknown_at_its_place() {
        let definition = |name: &str| {
            format!("import dagster as dg\n{name}\n@dg.asset(name=n)\ndef a(): ...\n{DEFS}")
                .replace("Definitions()", "Definitions(assets=[a])")
        };
        let long = definition("n = 'ab' * 40");
        let deep = definition("nest = lambda n: nest(n - 1) if n else 'n'; n = nest(30)");
        let many = definition("for i in range(900): n = f'n{i}'");
        for code in [&long, &deep, &many] {
            assert_eq!(within("", code), (1, vec![]));
        }
        let cases = [
            ("max-size = 50", &long, "larger"),
            ("max-depth = 20", &deep, "more deeply"),
            ("max-steps = 100", &many, "more steps"),
        ];
        for (settings, code, word) in cases {
            let (assets, unknowns) = within(settings, code);
            assert_eq!((assets, unknowns.len()), (0, 1), "{unknowns:?}");
            assert_eq!(unknowns[0].0, 2);
            assert!(unknowns[0].1.contains(word), "{unknowns:?}");
        }
    }

    #[test]
    fn what_another_imports_is_a_part_of_it() {
        let whole = "from shop import part\nimport dagster as dg\n\
                     defs = dg.Definitions.merge(part.defs)\n";
        let files = [
            ("shop/__init__.py", ""),
            ("shop/part.py", DEFS),
            ("shop/whole.py", whole),
        ];
        assert_eq!(names(&files), ["shop.whole"]);
    }

    #[test]
    fn of_two_that_import_each_other_the_first_stays() {
        let importing = |other: &str| format!("import shop.{other}\n{DEFS}");
        let files = [
            ("shop/__init__.py", ""),
            ("shop/a.py", &importing("b")),
            ("shop/b.py", &importing("a")),
        ];
        assert_eq!(names(&files), ["shop.a"]);
    }

    #[test]
    fn what_holds_nothing_has_no_parts() {
        let idle = "import shop.part\nfrom dagster import Definitions\n\
                    def make(): return Definitions()\ndefs: Definitions = None\n";
        let files = [
            ("shop/__init__.py", ""),
            ("shop/part.py", DEFS),
            ("shop/idle.py", idle),
        ];
        assert_eq!(names(&files), ["shop.part"]);
    }
}
