//! Where findings go: a format to standard output, or several to files.

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::Io;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::{
    Azure, Checkstyle, Concise, Findings, Full, Github, GithubSummary, Gitlab, Grouped, Json,
    JsonLines, Junit, Look, Pylint, Rdjson, Report, Sarif, Statistics, StatisticsJson, Summary,
};
use crate::settings::Selector;
use crate::source::disk::Disk;
use crate::source::io_message;
use crate::write::{append, replace, stream};

/// Names the format where no argument does.
const VARIABLE: &str = "DAGLINT_OUTPUT_FORMAT";

/// Where GitHub Actions wants the summary of a step.
const STEP_SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// How and where to show findings.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Output")]
pub struct OutputArguments {
    /// How to show findings [default: full] (also: `DAGLINT_OUTPUT_FORMAT`)
    #[arg(
        long,
        visible_alias = "format",
        value_enum,
        value_name = "FORMAT",
        conflicts_with = "output"
    )]
    pub output_format: Option<OutputFormat>,
    /// Write findings to a file instead of standard output
    #[arg(short, long, value_name = "FILE", conflicts_with = "output")]
    pub output_file: Option<PathBuf>,
    /// Write a format to a file (`-` is standard output); may be repeated
    #[arg(long, value_name = "FORMAT=FILE", value_parser = parse)]
    pub output: Vec<Output>,
    /// Show how many findings there are of each rule, and not the findings
    #[arg(long, conflicts_with = "output")]
    pub statistics: bool,
    /// Show so many findings and count the rest; 0 shows all
    #[arg(
        long,
        value_name = "NUMBER",
        default_value_t = 0,
        hide_default_value = true
    )]
    pub max_diagnostics: usize,
    /// Append a table of the findings to the file that `GITHUB_STEP_SUMMARY` names
    #[arg(long)]
    pub github_summary: bool,
}

/// The formats of `daglint check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// Every finding with the lines that it is about
    Full,
    /// A line a finding.
    #[value(help = "A line a finding: path:line:col: severity[CODE] message")]
    Concise,
    /// A line a finding, by code location and file
    Grouped,
    /// One JSON object, as schemas/diagnostics-v1.json describes it
    Json,
    /// A JSON object a line, the last one a summary
    JsonLines,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// A Code Quality report of GitLab
    Gitlab,
    /// A test report.
    #[value(help = "JUnit XML")]
    Junit,
    /// reviewdog's format, with suggestions.
    #[value(help = "reviewdog's format, with suggestions")]
    Rdjson,
    /// Logging commands of Azure Pipelines
    Azure,
    /// Checkstyle XML
    Checkstyle,
    /// The text that pylint prints
    Pylint,
}

/// A format and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The format.
    pub format: OutputFormat,
    /// The file; none is standard output.
    pub file: Option<PathBuf>,
}

/// What is written of the findings.
#[derive(Debug, Clone)]
pub(super) struct Extent {
    statistics: bool,
    most: usize,
    /// On a terminal the infos of these rules are drawn in full, of others in a line each.
    infos: Vec<Selector>,
}

fn parse(text: &str) -> Result<Output, String> {
    let (format, file) = text
        .split_once('=')
        .filter(|(_, file)| !file.is_empty())
        .ok_or("write it as FORMAT=FILE: sarif=daglint.sarif, full=-")?;
    Ok(Output {
        format: format_of(format)?,
        file: (file != "-").then(|| PathBuf::from(file)),
    })
}

fn format_of(name: &str) -> Result<OutputFormat, String> {
    OutputFormat::from_str(name, true).map_err(|_| {
        let variants = OutputFormat::value_variants().iter();
        let names: Vec<String> = variants
            .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
            .collect();
        format!(
            "there is no format `{name}`; there are {}",
            names.join(", ")
        )
    })
}

impl Extent {
    /// What a format shows, and what it only counts.
    fn split<'a>(
        &self,
        format: OutputFormat,
        findings: &Findings<'a>,
    ) -> (Findings<'a>, Findings<'a>) {
        let reader = format.reader();
        let ordered = match reader {
            Reader::Person | Reader::Annotator => findings.ranked(),
            Reader::Program => findings.clone(),
        };
        let is_cut = reader == Reader::Person && !self.statistics && self.most > 0;
        ordered.split_at(if is_cut { self.most } else { usize::MAX })
    }
}

/// Who reads a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// From the top, as far as it is worth it: errors come first, and the rest may be cut.
    Person,
    /// What shows the first few of a long list to people: errors come first, and all is told.
    Annotator,
    /// All of it, in the order of the files.
    Program,
}

impl OutputFormat {
    fn reader(self) -> Reader {
        match self {
            Self::Full | Self::Concise | Self::Grouped => Reader::Person,
            Self::Github | Self::Azure => Reader::Annotator,
            Self::Json
            | Self::JsonLines
            | Self::Sarif
            | Self::Gitlab
            | Self::Junit
            | Self::Rdjson
            | Self::Checkstyle
            | Self::Pylint => Reader::Program,
        }
    }

    fn report(self, look: Look, extent: &Extent) -> Box<dyn for<'a> Report<Findings<'a>>> {
        match self {
            Self::Json | Self::JsonLines if extent.statistics => Box::new(StatisticsJson),
            _ if extent.statistics => Box::new(Statistics),
            Self::Full if look.is_terminal => Box::new(Full::new(look, extent.infos.clone())),
            Self::Full => Box::new(Full::new(look, vec![Selector::All])),
            Self::Concise => Box::new(Concise::new(look)),
            Self::Grouped => Box::new(Grouped::new(look)),
            Self::Json => Box::new(Json),
            Self::JsonLines => Box::new(JsonLines),
            Self::Sarif => Box::new(Sarif),
            Self::Github => Box::new(Github),
            Self::Gitlab => Box::new(Gitlab),
            Self::Junit => Box::new(Junit),
            Self::Rdjson => Box::new(Rdjson),
            Self::Azure => Box::new(Azure),
            Self::Checkstyle => Box::new(Checkstyle),
            Self::Pylint => Box::new(Pylint),
        }
    }
}

impl OutputArguments {
    /// What is to be written of the findings.
    pub(super) fn extent(&self, infos: Vec<Selector>) -> Extent {
        Extent {
            statistics: self.statistics,
            most: self.max_diagnostics,
            infos,
        }
    }

    /// What is to be written where.
    pub(super) fn outputs(&self, io: &Io<'_>) -> Result<Vec<Output>, Failure> {
        if self.output.is_empty() {
            let format = match self.output_format {
                Some(format) => format,
                None => format_of_environment(io)?,
            };
            let file = self.output_file.clone();
            return Ok(vec![Output { format, file }]);
        }
        for (number, output) in self.output.iter().enumerate() {
            if self.output[..number]
                .iter()
                .any(|it| it.file == output.file)
            {
                let failure = match &output.file {
                    Some(file) => Failure::new(format!(
                        "two formats would be written to `{}`",
                        file.display()
                    )),
                    None => Failure::new("two formats would be written to standard output"),
                };
                return Err(failure.help("each --output needs a file of its own"));
            }
        }
        Ok(self.output.clone())
    }
}

fn format_of_environment(io: &Io<'_>) -> Result<OutputFormat, Failure> {
    let Some(name) = io.variables.get(VARIABLE).filter(|name| !name.is_empty()) else {
        return Ok(OutputFormat::Full);
    };
    format_of(name).map_err(|why| Failure::new(format!("the variable {VARIABLE}: {why}")))
}

impl Output {
    /// Writes findings; the ending of the run is decided, but for what cannot be written.
    pub(super) fn write(
        &self,
        findings: &Findings<'_>,
        extent: &Extent,
        exit: Exit,
        io: &mut Io<'_>,
    ) -> Exit {
        let look = if self.file.is_none() {
            io.look
        } else {
            Look::FILE
        };
        let report = self.format.report(look, extent);
        let write = |out: &mut dyn Write| {
            let (shown, counted) = extent.split(self.format, findings);
            report.write(&shown, out)?;
            let Some(counts) = counted.counts() else {
                return Ok(());
            };
            let more = counted.diagnostics.len();
            writeln!(
                out,
                "... and {more} more: {counts} (use --max-diagnostics 0)"
            )
        };
        let Some(file) = &self.file else {
            return io.print(exit, write);
        };
        let written = replace_file(&io.disk, &io.directory.join(file), write);
        match written {
            Ok(()) => exit,
            Err(why) => {
                let file = file.display();
                io.say(format_args!("error: cannot write `{file}`: {why}"));
                Exit::Failed
            }
        }
    }
}

/// Appends the table for the summary of a step of GitHub Actions.
pub(super) fn append_github_summary(
    findings: &Findings<'_>,
    summary: &Summary,
    exit: Exit,
    io: &mut Io<'_>,
) -> Exit {
    let Some(path) = env::var_os(STEP_SUMMARY).filter(|path| !path.is_empty()) else {
        io.say(format_args!(
            "note: {STEP_SUMMARY} is not set, so no summary is written"
        ));
        return exit;
    };
    let appended = append(Path::new(&path), |out| {
        GithubSummary(summary.clone()).write(findings, out)
    });
    match appended {
        Ok(()) => exit,
        Err(error) => {
            let why = io_message(&error);
            io.say(format_args!(
                "error: cannot write the file that {STEP_SUMMARY} names: {why}"
            ));
            Exit::Failed
        }
    }
}

/// Writes a file all or not at all: who reads it sees the old text or the new one.
fn replace_file(
    disk: &Disk,
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), String> {
    let told = |error: io::Error| io_message(&error);
    // A pipe or a device, `/dev/stderr` say, cannot be replaced.
    if disk.exists(path) && !disk.is_file(path) {
        return stream(path, write).map_err(told);
    }
    let mut bytes = Vec::new();
    write(&mut bytes).map_err(told)?;
    replace(path, &bytes)
}
