//! `daglint check --show-files`: what is looked at, what is not, and why.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Io;
use crate::discover::{Discovery, LeftOut, Request, discover, ignored_by_git};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::path::join;
use crate::report::{shown_origin, shown_path};
use crate::source::Sources;

/// What to show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Show {
    /// What was left out, instead of what was taken.
    pub(super) excluded: bool,
    /// Why.
    pub(super) reasons: bool,
}

pub(super) fn run(request: &Request, show: Show, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let sources = Sources::new();
    let found = discover(&sources, request).map_err(|failure| io.framed(&sources, failure))?;
    let roots: Vec<PathBuf> = if request.paths.is_empty() {
        vec![io.directory.clone()]
    } else {
        request
            .paths
            .iter()
            .map(|path| join(&io.directory, path))
            .collect()
    };
    let view = View {
        sources: &sources,
        directory: io.directory.clone(),
        show,
    };
    Ok(io.print(Exit::Clean, |out| {
        if show.excluded {
            view.left_out(&found, &roots, out)
        } else {
            view.taken(&found, &roots, out)
        }
    }))
}

struct View<'a> {
    sources: &'a Sources,
    directory: PathBuf,
    show: Show,
}

impl View<'_> {
    fn taken(&self, found: &Discovery, roots: &[PathBuf], out: &mut dyn Write) -> io::Result<()> {
        found.files.iter().try_for_each(|path| {
            let why = if roots.contains(path) {
                "named"
            } else if roots.iter().any(|root| path.starts_with(root)) {
                "found below what is named"
            } else {
                "found in the project or workspace around what is named"
            };
            self.line(path, why, out)
        })
    }

    fn left_out(
        &self,
        found: &Discovery,
        roots: &[PathBuf],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut all: Vec<(PathBuf, LeftOut)> = ignored_by_git(self.sources.disk(), found, roots);
        all.extend(
            found
                .left_out
                .iter()
                .map(|(path, why)| (path.clone(), why.clone())),
        );
        all.sort_by(|a, b| a.0.cmp(&b.0));
        all.iter()
            .try_for_each(|(path, why)| self.line(path, &self.reason(why), out))
    }

    fn reason(&self, why: &LeftOut) -> String {
        match why {
            LeftOut::Kind(kind) => (*kind).to_owned(),
            LeftOut::Git(pattern, file) => {
                let file = shown_path(file, &self.directory);
                format!("`{pattern}` in {file}")
            }
            LeftOut::Excluded(matched) => {
                let origin = matched
                    .place
                    .map(|place| shown_origin(self.sources, &self.directory, place));
                let origin = origin.as_deref().unwrap_or("the default of `exclude`");
                format!("`{}` in {origin}", matched.pattern)
            }
        }
    }

    fn line(&self, path: &Path, why: &str, out: &mut dyn Write) -> io::Result<()> {
        let path = shown_path(path, &self.directory);
        if self.show.reasons {
            writeln!(out, "{path}  # {why}")
        } else {
            writeln!(out, "{path}")
        }
    }
}
