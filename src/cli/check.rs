//! `daglint check`.

use std::cmp::Reverse;
use std::time::Instant;

use super::nothing::require_something;
use super::output::append_github_summary;
use super::progress::Progress;
use super::scope::Named;
use super::show_files::{self, Show};
use super::watch::{self, Looked};
use super::{CheckArguments, Io, Output, add_ignore, fix};
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::model::{DagsterVersion, Model, Project};
use crate::report::{Findings, Summary, shown_path, shown_place};
use crate::settings::Selector;
use crate::source::Sources;
use crate::{Analysis, Request, analyze};

pub(super) fn run(arguments: &CheckArguments, io: &mut Io<'_>) -> Result<Exit, Failure> {
    if arguments.watch {
        watch::run(arguments, io)
    } else {
        run_once(arguments, io, None)
    }
}

/// One run; who watches wants to know what it looked at.
pub(super) fn run_once(
    arguments: &CheckArguments,
    io: &mut Io<'_>,
    looked: Option<&mut Looked>,
) -> Result<Exit, Failure> {
    let started = Instant::now();
    let outputs = arguments.output.outputs(io)?;
    let overrides = arguments.settings.overrides(io)?;
    let overrides = arguments.selection.add_to(overrides);
    let overrides = arguments.verdict.add_to(arguments.files.add_to(overrides));
    let named = arguments.scope.named(&arguments.target, io)?;
    let request = (arguments.target).request(io, &named.roots, overrides)?;
    if arguments.scope.show_files {
        let show = Show {
            excluded: arguments.scope.excluded,
            reasons: arguments.verbose > 0,
        };
        return show_files::run(&request, show, io);
    }
    let (fixed, over) = fix::run(arguments, &named, &request, io)?;
    if over {
        return Ok(fixed);
    }
    let sources = Sources::with_overlays(named.overlays.clone());
    let analysis = analyzed(arguments, &sources, &request, io);
    let model = analysis.as_ref().ok().map(|analysis| &analysis.model);
    if let Some(looked) = looked {
        looked.note(&sources, model, &outputs, &io.directory);
    }
    let analysis = analysis?;
    require(arguments, &named, &analysis)?;
    let scoped = arguments.scope.findings(&named, &analysis, io)?;
    if let Some(reason) = &arguments.add_ignore {
        let dirty = arguments.allow_dirty;
        return add_ignore::run(&sources, &scoped.here, reason, dirty, io);
    }
    if arguments.silent {
        return Ok(verdict(&scoped.here, &analysis).and(fixed));
    }
    let findings = Findings::new(&analysis.model, scoped.here)
        .elsewhere(scoped.elsewhere)
        .suppressed(&analysis.suppressed)
        .panics(&analysis.panics);
    let exit = report(arguments, &findings, &analysis, &outputs, started, io);
    Ok(exit.and(fixed))
}

/// The analysis that the arguments ask for, once what goes wrong or is hidden was said.
fn analyzed<'a>(
    arguments: &CheckArguments,
    sources: &'a Sources,
    request: &Request,
    io: &mut Io<'_>,
) -> Result<Analysis<'a>, Failure> {
    let progress = Progress::start(io.is_watched && !arguments.quiet && !arguments.silent);
    let analysed = analyze(sources, request);
    drop(progress);
    let analysis = analysed.map_err(|failure| io.framed(sources, failure))?;
    if !arguments.silent {
        io.say_hidden(&analysis.model);
    }
    Ok(analysis)
}

/// Refuses a run over nothing, unless that is right.
fn require(
    arguments: &CheckArguments,
    named: &Named,
    analysis: &Analysis<'_>,
) -> Result<(), Failure> {
    // What an editor hands over is there, whatever lies around it.
    if arguments.scope.allow_empty || !named.overlays.is_empty() {
        return Ok(());
    }
    let suppressed = analysis.suppressed.iter().map(|it| &it.diagnostic);
    let found = analysis.diagnostics.iter().chain(suppressed);
    require_something(&analysis.model, found.map(|it| it.place.file))
}

/// Shows what was found, and says how the run ends.
fn report(
    arguments: &CheckArguments,
    findings: &Findings<'_>,
    analysis: &Analysis<'_>,
    outputs: &[Output],
    started: Instant,
    io: &mut Io<'_>,
) -> Exit {
    let exit = verdict(&findings.diagnostics, analysis);
    let extent = arguments.output.extent(arguments.infos_in_full());
    let mut exit = (outputs.iter()).fold(exit, |exit, output| {
        output.write(findings, &extent, exit, io)
    });
    let summary = Summary::new(findings, started.elapsed()).drawn(io.err_look);
    if arguments.output.github_summary {
        exit = append_github_summary(findings, &summary, exit, io);
    }
    for panic in &analysis.panics {
        io.say(format_args!("error: daglint failed on {panic}"));
    }
    if arguments.timings {
        say_timings(analysis, io);
    }
    if !arguments.quiet {
        remark(findings, arguments.verbose > 0, &summary, io);
    }
    exit
}

impl CheckArguments {
    /// The rules whose infos are drawn in full on a terminal: those that were asked for.
    fn infos_in_full(&self) -> Vec<Selector> {
        if self.verbose > 0 {
            return vec![Selector::All];
        }
        self.selection.asked_for()
    }
}

/// The slowest first.
fn say_timings(analysis: &Analysis<'_>, io: &mut Io<'_>) {
    let mut timings = analysis.timings.clone();
    timings.sort_by_key(|(_, time)| Reverse(*time));
    for (what, time) in timings {
        io.say(format_args!(
            "{:>10.3} ms  {what}",
            time.as_secs_f64() * 1000.0
        ));
    }
}

/// The ending that the results call for.
fn verdict(diagnostics: &[&Diagnostic], analysis: &Analysis<'_>) -> Exit {
    let options = &analysis.model.settings.run().options;
    let least = options.fail_on.least();
    let fails = |diagnostic: &&Diagnostic| least.is_some_and(|least| diagnostic.severity >= least);
    let locations = &analysis.model.code_locations;
    let incomplete =
        options.fail_on_incomplete && locations.iter().any(|location| !location.is_complete());
    let findings = if incomplete || diagnostics.iter().any(fails) {
        Exit::Findings
    } else {
        Exit::Clean
    };
    let panics = if analysis.panics.is_empty() {
        Exit::Clean
    } else {
        Exit::Failed
    };
    findings.and(panics)
}

/// What is said besides the findings, to a person.
fn remark(findings: &Findings<'_>, verbose: bool, summary: &Summary, io: &mut Io<'_>) {
    let model = findings.model;
    if verbose {
        for project in &model.projects {
            say_dagster_version(model, project, io);
        }
        for location in &model.code_locations {
            io.say(format_args!("loaded: code location `{}`", location.name));
        }
        for unknown in findings.incomplete() {
            let at = shown_place(model, unknown.place);
            io.say(format_args!("not evaluated: {at}: {}", unknown.reason));
        }
    }
    io.say(summary);
}

/// On which Dagster a project runs, and what says so.
fn say_dagster_version(model: &Model<'_>, project: &Project, io: &mut Io<'_>) {
    let (version, place) = match &project.environment.dagster {
        DagsterVersion::Exact(it) => (it.value.to_string(), it.place),
        DagsterVersion::Within(it) if it.value.is_empty() => ("of any version".into(), it.place),
        DagsterVersion::Within(it) => (it.value.to_string(), it.place),
        DagsterVersion::Unknown => return,
    };
    let project = shown_path(&project.directory, &model.directory);
    let at = shown_place(model, place);
    io.say(format_args!(
        "project `{project}`: Dagster {version}, as {at} says"
    ));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover::Request;

    #[test]
    fn a_failure_of_daglint_shows_even_where_no_finding_fails_a_run() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name, text| std::fs::write(folder.path().join(name), text).expect("written");
        write("daglint.toml", "fail-on = \"never\"\n");
        write(
            "definitions.py",
            "import dagster as dg\ndefs = dg.Definitions(assets=[1])\n",
        );
        let request = Request {
            directory: folder.path().to_path_buf(),
            ..Request::default()
        };
        let sources = Sources::new();
        let mut analysis = analyze(&sources, &request).expect("the folder exists");
        assert!(!analysis.diagnostics.is_empty());
        let all = |analysis: &Analysis<'_>| {
            verdict(&analysis.diagnostics.iter().collect::<Vec<_>>(), analysis)
        };
        assert_eq!(all(&analysis), Exit::Clean);
        analysis.panics.push("a rule".to_owned());
        assert_eq!(all(&analysis), Exit::Failed);
    }
}
