//! What a command may touch: two streams, a directory, and how the terminal looks.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{self, ErrorKind, Read, Write};
use std::path::PathBuf;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::model::Model;
use crate::report::{Look, frame, shown_path};
use crate::source::{Sources, io_message};

/// The world of a command. Tests give buffers, the program gives the real streams.
pub struct Io<'a> {
    /// The current directory, absolute.
    pub directory: PathBuf,
    /// Standard input.
    pub input: &'a mut dyn Read,
    /// For findings and inventories.
    pub out: &'a mut dyn Write,
    /// For everything else.
    pub err: &'a mut dyn Write,
    /// The variables of the environment that are daglint's own.
    pub variables: BTreeMap<String, String>,
    /// How to draw on `out`.
    pub look: Look,
    /// How to draw on `err`.
    pub err_look: Look,
    /// Whether a person watches `err` while the command runs.
    pub is_watched: bool,
}

impl Io<'_> {
    /// Writes the result of a run whose ending is decided. A reader that stops
    /// reading changes nothing; a full disk does.
    pub(super) fn print(
        &mut self,
        exit: Exit,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Exit {
        let written = write(self.out).and_then(|()| self.out.flush());
        match written {
            Ok(()) => exit,
            Err(error) if error.kind() == ErrorKind::BrokenPipe => exit,
            Err(error) => {
                let why = io_message(&error);
                self.say(format_args!(
                    "error: cannot write to standard output: {why}"
                ));
                Exit::Failed
            }
        }
    }

    /// All of standard input. What cannot be read, or is not there, is no empty text.
    pub(super) fn read_input(&mut self) -> Result<String, Failure> {
        let mut text = String::new();
        if let Err(error) = self.input.read_to_string(&mut text) {
            let why = io_message(&error);
            return Err(Failure::new(format!("cannot read standard input: {why}")));
        }
        let text = text
            .strip_prefix('\u{feff}')
            .map(str::to_owned)
            .unwrap_or(text);
        if text.is_empty() && is_null_input() {
            return Err(Failure::new("standard input is closed").help(
                "give the text of the file, as in `daglint check - --stdin-filename PATH < PATH`",
            ));
        }
        Ok(text)
    }

    /// A failure whose faults are said, each with its lines.
    pub(super) fn framed(&mut self, sources: &Sources, failure: Failure) -> Failure {
        for fault in &failure.faults {
            let frame = frame(sources, &self.directory, fault, Look::PLAIN);
            self.say(frame);
        }
        failure
    }

    /// Says which files of settings are not read.
    pub(super) fn say_hidden(&mut self, model: &Model<'_>) {
        for (loser, winner) in &model.settings.hidden {
            let [loser, winner] = [loser, winner].map(|path| shown_path(path, &model.directory));
            self.say(format_args!(
                "warning: the settings in `{loser}` are not read: `{winner}` beside it wins"
            ));
        }
    }

    /// Writes a line to standard error. When even that is impossible there is nobody
    /// left to tell.
    pub(super) fn say(&mut self, line: impl Display) {
        let _unheard = writeln!(self.err, "{line}");
    }
}

/// Whether standard input is the null device: that is what stands in for one that is closed.
#[cfg(unix)]
fn is_null_input() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let device = |path: &str| std::fs::metadata(path).map(|metadata| metadata.rdev());
    match (device("/dev/stdin"), device("/dev/null")) {
        (Ok(input), Ok(null)) => input == null,
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_null_input() -> bool {
    false
}
