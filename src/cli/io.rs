//! What a command may touch: two streams, a directory, and how the terminal looks.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::{self, ErrorKind, Read, Write};
use std::path::PathBuf;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::model::Model;
use crate::report::{self, Look, shown_path, wrapped};
use crate::source::disk::Disk;
use crate::source::{Sources, io_message};

/// The world of a command. Tests give buffers, the program gives the real streams.
pub struct Io<'a> {
    /// The current directory, absolute.
    pub directory: PathBuf,
    /// The files that are looked at.
    pub disk: Disk,
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
        if text.is_empty() && self.disk.is_one_device("/dev/stdin", "/dev/null") {
            return Err(Failure::new("standard input is closed").help(
                "pass the text of the file, as in `daglint check - --stdin-filename PATH < PATH`",
            ));
        }
        Ok(text)
    }

    /// A failure whose faults are said, each with its lines.
    pub(super) fn framed(&mut self, sources: &Sources, failure: Failure) -> Failure {
        for fault in &failure.faults {
            let drawn = report::fault(sources, &self.directory, fault, self.err_look);
            self.write_error(drawn);
        }
        failure
    }

    /// Says what keeps daglint from doing what it was asked for.
    pub(super) fn say_failure(&mut self, failure: &Failure) {
        let drawn = report::failure(failure, self.err_look);
        self.write_error(drawn.trim_end());
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

    /// Says a sentence, or a few, on standard error: on a terminal no word is broken.
    pub(super) fn say(&mut self, text: impl Display) {
        let text = text.to_string();
        if self.err_look.is_terminal {
            let lines = text
                .lines()
                .flat_map(|line| wrapped(line, "", "  ", self.err_look));
            self.write_error(lines.collect::<Vec<_>>().join("\n"));
        } else {
            self.write_error(text);
        }
    }

    /// Writes lines to standard error. When even that is impossible there is nobody
    /// left to tell.
    fn write_error(&mut self, lines: impl Display) {
        let _unheard = writeln!(self.err, "{lines}");
    }
}
