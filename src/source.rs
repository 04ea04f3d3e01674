//! Source files: text, lines, and places in them.
//!
//! Everything that daglint reads goes through one [`Sources`]: each file is read
//! once and parsed at most once, however many code locations import it. The store
//! only grows, so a [`SourceFile`] can be borrowed for as long as the store lives.

mod codec;
mod comments;
mod decode;
pub mod disk;
mod lines;
mod parse;
pub(crate) mod template;
pub mod yaml;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use ruff_text_size::{TextRange, TextSize};

use decode::Decoded;
pub(crate) use decode::{encode, text_of};
use disk::Disk;
pub use lines::{LineColumn, LineIndex};
pub use parse::{NewSyntax, ParsedModule, SyntaxFault, TooDeep};

/// The largest file that is read where nothing else is said, in bytes. A larger one is
/// reported and stays opaque.
pub const MAX_FILE_SIZE: u32 = 4 << 20;

/// The largest lock file that is read, in bytes: tools write them, and those of big
/// repositories are larger than any source.
const MAX_LOCK_SIZE: u32 = 16 << 20;

/// A file of a [`Sources`], by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

/// A range of one file: what a diagnostic points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Byte offsets in the decoded text, half open.
    pub range: TextRange,
}

impl Place {
    /// The place that covers `range` of `file`.
    pub const fn new(file: FileId, range: TextRange) -> Self {
        Self { file, range }
    }

    /// The very beginning of a file: where a finding stands that has no place of its own.
    pub fn start_of(file: FileId) -> Self {
        Self::new(file, TextRange::empty(TextSize::new(0)))
    }
}

/// Why a file has no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    /// The operating system refused; the text is its message, without the error number.
    #[error("{0}")]
    Io(String),
    /// The bytes are not text in the encoding that the file declares.
    #[error("{message}")]
    Encoding {
        /// What is wrong with which byte.
        message: String,
        /// Line and column of the first bad byte, from 1.
        at: LineColumn,
        /// The same as an offset of [`SourceFile::shown`].
        offset: TextSize,
    },
    /// Larger than what is read.
    #[error("the file has {bytes} bytes; daglint reads files of at most {limit}")]
    TooLarge {
        /// How many bytes it has.
        bytes: u64,
        /// How many would be read.
        limit: u32,
    },
    /// A pipe, a socket, a device.
    #[error("not a regular file")]
    NotRegular,
}

/// What makes it doubtful that Python takes a file that has a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// What is doubtful.
    pub message: String,
    /// Where.
    pub offset: TextSize,
    /// On what it depends.
    pub kind: DoubtKind,
}

/// On what it depends whether Python takes a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DoubtKind {
    /// On how Python comes to read it: some ways skip comments unread.
    Comment,
    /// On the packages that register codecs when Python starts.
    Codec,
}

/// Why nothing of a Python file can be run.
#[derive(Debug, Clone, Copy)]
pub enum PythonFault<'a> {
    /// It has no text.
    Read(&'a ReadFault),
    /// It is no Python; this is the first of its faults.
    Syntax(&'a SyntaxFault),
    /// It is nested too deeply to be walked.
    TooDeep(TooDeep),
}

/// One file, read.
#[derive(Debug)]
pub struct SourceFile {
    id: FileId,
    path: PathBuf,
    content: Decoded,
    lines: OnceLock<LineIndex>,
    parsed: OnceLock<ParsedModule>,
}

impl SourceFile {
    /// The number that names the file in a [`Place`].
    pub fn id(&self) -> FileId {
        self.id
    }

    /// The absolute path that the file was read from.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The decoded text without a byte order mark; empty when it could not be read.
    pub fn text(&self) -> &str {
        match self.content.fault {
            None => &self.content.text,
            Some(_) => "",
        }
    }

    /// The text as far as it can be shown to people: like [`Self::text`], but there
    /// too when some bytes are no text.
    pub fn shown(&self) -> &str {
        &self.content.text
    }

    /// Why there is no text, if there is none.
    pub fn fault(&self) -> Option<&ReadFault> {
        self.content.fault.as_ref()
    }

    /// What makes it doubtful that Python takes the text, if anything does.
    pub fn doubt(&self) -> Option<&Doubt> {
        self.content.doubt.as_ref()
    }

    /// Whether a byte order mark stands in front of the text.
    pub fn has_byte_order_mark(&self) -> bool {
        self.content.has_mark
    }

    /// Whether a word stands in the text, or in what can be shown of it: UTF-16 without a
    /// byte order mark has NUL bytes in between.
    pub fn mentions(&self, word: &str) -> bool {
        let found = |text: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
        let shown = self.shown();
        found(shown) || self.fault().is_some() && found(&shown.replace('\0', ""))
    }

    /// Why nothing of a Python file can be run, if that is so.
    pub fn python_fault(&self) -> Option<PythonFault<'_>> {
        if let Some(fault) = self.fault() {
            return Some(PythonFault::Read(fault));
        }
        let parsed = self.parsed();
        let too_deep = parsed.too_deep().map(PythonFault::TooDeep);
        too_deep.or_else(|| parsed.faults().first().map(PythonFault::Syntax))
    }

    /// Whether it is no Python because it is the template of some.
    pub fn is_python_template(&self) -> bool {
        let first = self.parsed().faults().first();
        first.is_some_and(|fault| template::fails_at(self.text(), fault.range.start()))
    }

    /// The line index of [`Self::shown`], made on first use.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.shown()))
    }

    /// The syntax tree, parsed on first use. It never fails: a file with syntax
    /// errors has a tree of what could be understood, and the errors.
    pub fn parsed(&self) -> &ParsedModule {
        self.parsed.get_or_init(|| ParsedModule::of(self.text()))
    }

    /// The place of a zero-based line, without its line ending.
    pub fn line(&self, number: usize) -> Place {
        let bytes = self.lines().bytes_of(number, self.shown());
        let end = bytes.start + self.shown()[bytes.clone()].trim_end().len();
        let small = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
        self.place(TextRange::new(small(bytes.start), small(end)))
    }

    /// The ranges of the comments, in order; none of a file that has no known syntax.
    pub fn comments(&self) -> Vec<TextRange> {
        comments::comments(self)
    }

    /// The place that covers `range`.
    pub fn place(&self, range: TextRange) -> Place {
        Place::new(self.id, range)
    }
}

/// Every file that was read, for the length of a run.
#[derive(Default)]
pub struct Sources {
    files: elsa::sync::FrozenVec<Box<SourceFile>>,
    by_path: Mutex<HashMap<PathBuf, FileId>>,
    snippets: elsa::sync::FrozenMap<String, Box<ParsedModule>>,
    disk: Disk,
    max_file_size: OnceLock<u32>,
}

impl Sources {
    /// An empty store that reads from the disk of the machine.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty store that reads from a disk.
    pub fn on(disk: Disk) -> Self {
        Self {
            disk,
            ..Self::default()
        }
    }

    /// A store in which the texts of some absolute paths are given, as an editor
    /// or standard input has them; all else is read from disk.
    pub fn with_overlays(overlays: HashMap<PathBuf, String>) -> Self {
        let bytes = |(path, text): (PathBuf, String)| (path, Some(text.into_bytes()));
        Self::on(Disk::with_given(overlays.into_iter().map(bytes)))
    }

    /// The disk that all of it is read from.
    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    /// Says how many bytes of a file are read at most, once the settings are known. Only
    /// the first word counts.
    pub fn limit_file_size(&self, bytes: u32) {
        self.max_file_size.get_or_init(|| bytes);
    }

    /// The file at an absolute path, read on first use. It is there even when it
    /// cannot be read: [`SourceFile::fault`] then says why.
    pub fn read(&self, path: &Path) -> &SourceFile {
        self.read_at_most(path, 0)
    }

    /// The lock file at an absolute path; the first reader of a path decides how much is read.
    pub fn read_lock(&self, path: &Path) -> &SourceFile {
        self.read_at_most(path, MAX_LOCK_SIZE)
    }

    /// Reads what is not larger than the limit of the run or another one.
    fn read_at_most(&self, path: &Path, other_limit: u32) -> &SourceFile {
        let mut by_path = self.by_path.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&id) = by_path.get(path) {
            drop(by_path);
            return self.get(id);
        }
        // Reading happens outside of the lock, so that files are read in parallel.
        drop(by_path);
        let limit = self.max_file_size.get().copied().unwrap_or(MAX_FILE_SIZE);
        let limit = limit.max(other_limit);
        let content = decode::read(&self.disk, path, limit);
        by_path = self.by_path.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&id) = by_path.get(path) {
            drop(by_path);
            return self.get(id);
        }
        let id = self.push(path, content);
        by_path.insert(path.to_path_buf(), id);
        drop(by_path);
        self.get(id)
    }

    /// Adds a text that no file holds, under a name that no path has.
    pub fn add_text(&self, name: &str, text: &str) -> &SourceFile {
        let _by_path = self.by_path.lock().unwrap_or_else(PoisonError::into_inner);
        self.get(self.push(Path::new(name), text.to_owned().into()))
    }

    /// Adds a file; whoever calls holds the lock, so that nobody else pushes.
    fn push(&self, path: &Path, content: Decoded) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let index = self.files.push_get_index(Box::new(SourceFile {
            id,
            path: path.to_path_buf(),
            content,
            lines: OnceLock::new(),
            parsed: OnceLock::new(),
        }));
        debug_assert_eq!(index, id.0 as usize, "the lock is held");
        id
    }

    /// The syntax tree of Python that is no file: an expression of a template, the
    /// models of a library. Parsed once for a text.
    pub fn snippet(&self, text: &str) -> &ParsedModule {
        match self.snippets.get(text) {
            Some(parsed) => parsed,
            None => self
                .snippets
                .insert(text.to_owned(), Box::new(ParsedModule::of(text))),
        }
    }

    /// The file at an absolute path, if it was read.
    pub fn find(&self, path: &Path) -> Option<&SourceFile> {
        let by_path = self.by_path.lock().unwrap_or_else(PoisonError::into_inner);
        let id = by_path.get(path).copied();
        drop(by_path);
        id.map(|id| self.get(id))
    }

    /// The file with this number.
    ///
    /// # Panics
    /// When `id` comes from another store.
    pub fn get(&self, id: FileId) -> &SourceFile {
        #[expect(
            clippy::expect_used,
            reason = "an id of another store is a bug of daglint"
        )]
        self.files
            .get(id.0 as usize)
            .expect("a FileId of this store")
    }

    /// All files that were read so far.
    pub fn iter(&self) -> impl Iterator<Item = &SourceFile> {
        (0..self.files.len()).filter_map(|index| self.files.get(index))
    }

    /// How many files were read.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether nothing was read.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Whether a text is Python without syntax errors.
pub(crate) fn is_python(text: &str) -> bool {
    ParsedModule::of(text).faults().is_empty()
}

/// The message of an I/O error without "(os error 13)".
pub(crate) fn io_message(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}
