//! The one door to the file system: all that daglint knows of a tree was asked here.
//!
//! Clippy refuses to ask anywhere else. So what an editor holds, what standard input brings
//! and a tree that is nowhere but in memory are seen by every step alike. What is asked is
//! never changed: writing has its own place, `src/write.rs`.
#![expect(clippy::disallowed_methods, reason = "this is the door")]

mod git;
mod walk;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

pub use git::GitFault;
pub use walk::{Entry, Ignoring, Step};

use super::{ReadFault, io_message};

/// What stands at a path, once links are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A directory.
    Folder,
    /// A pipe, a socket, a device.
    Other,
}

/// The files of a run: those of the machine, or none, below those that are given.
#[derive(Debug, Default)]
pub struct Disk {
    /// Whether nothing is there but what is given.
    is_in_memory: bool,
    /// Files by their absolute paths: their bytes, or none where a file is gone.
    given: BTreeMap<PathBuf, Option<Vec<u8>>>,
}

impl Disk {
    /// The disk of the machine.
    pub fn new() -> Self {
        Self::default()
    }

    /// A disk that holds some files, by their absolute paths, and nothing else.
    pub fn in_memory(files: impl IntoIterator<Item = (PathBuf, Vec<u8>)>) -> Self {
        let files = files.into_iter().map(|(path, bytes)| (path, Some(bytes)));
        Self {
            is_in_memory: true,
            given: files.collect(),
        }
    }

    /// The disk of the machine with other files in places: as an editor or standard input
    /// has them, or gone, where there are no bytes.
    pub fn with_given(given: impl IntoIterator<Item = (PathBuf, Option<Vec<u8>>)>) -> Self {
        Self {
            is_in_memory: false,
            given: given.into_iter().collect(),
        }
    }

    /// What stands at a path; nothing where nothing does, or where nobody may look.
    pub fn kind(&self, path: impl AsRef<Path>) -> Option<Kind> {
        self.look(path).ok()
    }

    /// What stands at a path.
    ///
    /// # Errors
    /// What the operating system says where nothing does, or where nobody may look.
    pub fn look(&self, path: impl AsRef<Path>) -> io::Result<Kind> {
        let path = path.as_ref();
        match self.given(path) {
            Some(Given::File(_)) => Ok(Kind::File),
            Some(Given::Folder) => Ok(Kind::Folder),
            Some(Given::Gone) => Err(io::ErrorKind::NotFound.into()),
            None => Ok(kind_of(&fs::metadata(path)?)),
        }
    }

    /// Whether a path leads to a regular file.
    pub fn is_file(&self, path: impl AsRef<Path>) -> bool {
        self.kind(path) == Some(Kind::File)
    }

    /// Whether a path leads to a directory.
    pub fn is_folder(&self, path: impl AsRef<Path>) -> bool {
        self.kind(path) == Some(Kind::Folder)
    }

    /// Whether a path leads anywhere.
    pub fn exists(&self, path: impl AsRef<Path>) -> bool {
        self.kind(path).is_some()
    }

    /// Whether a link stands at a path, wherever it leads.
    pub fn is_link(&self, path: impl AsRef<Path>) -> bool {
        let path = path.as_ref();
        self.given(path).is_none() && path.is_symlink()
    }

    /// Whether anything stands at a path, be it a link that leads nowhere.
    pub fn is_taken(&self, path: impl AsRef<Path>) -> bool {
        self.is_link(&path) || self.exists(path)
    }

    /// The path without links; as it is where it leads nowhere.
    pub fn real(&self, path: &Path) -> PathBuf {
        self.leads_to(path).unwrap_or_else(|| path.to_path_buf())
    }

    /// The path without links, where it leads anywhere.
    pub fn leads_to(&self, path: &Path) -> Option<PathBuf> {
        match self.given(path) {
            Some(Given::Gone) => None,
            // A file that is not there yet may stand in a folder behind a link.
            Some(_) => Some(match (path.parent(), path.file_name()) {
                (Some(parent), Some(name)) if !self.is_in_memory => {
                    let parent = parent.canonicalize();
                    parent.map_or_else(|_| path.to_path_buf(), |parent| parent.join(name))
                }
                _ => path.to_path_buf(),
            }),
            None => path.canonicalize().ok(),
        }
    }

    /// The paths of what stands in a directory, sorted; what cannot be read of it is left out.
    ///
    /// # Errors
    /// What the operating system says where it is no directory that may be read.
    pub fn list(&self, folder: impl AsRef<Path>) -> io::Result<Vec<PathBuf>> {
        let entries = self.entries(folder)?.into_iter();
        Ok(entries.map(|entry| entry.path).collect())
    }

    /// As [`Self::list`], with what each is. That costs nothing: the directory says so.
    ///
    /// # Errors
    /// As [`Self::list`].
    pub fn entries(&self, folder: impl AsRef<Path>) -> io::Result<Vec<Entry>> {
        let folder = folder.as_ref();
        let mut inside: Vec<Entry> = match self.on_machine(folder) {
            Ok(entries) => {
                let entries = entries.flatten();
                let entries = entries.map(|it| self.entry(it.path(), it.file_type().ok()));
                entries.collect()
            }
            Err(error) if self.given(folder).is_none() => return Err(error),
            Err(_) => Vec::new(),
        };
        if !self.given.is_empty() {
            inside.retain(|entry| self.given(&entry.path).is_none());
            let given = self.given_in(folder).filter_map(|path| {
                let kind = self.kind(&path)?;
                Some(Entry {
                    path,
                    kind,
                    is_root: false,
                })
            });
            inside.extend(given);
        }
        inside.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        inside.dedup_by(|a, b| a.path == b.path);
        Ok(inside)
    }

    fn on_machine(&self, folder: &Path) -> io::Result<fs::ReadDir> {
        if self.is_in_memory {
            return Err(io::ErrorKind::NotFound.into());
        }
        fs::read_dir(folder)
    }

    /// How many bytes a regular file has.
    pub fn size(&self, path: impl AsRef<Path>) -> Option<u64> {
        match self.given(path.as_ref()) {
            Some(Given::File(bytes)) => Some(bytes.len() as u64),
            Some(_) => None,
            None => {
                let metadata = fs::metadata(path).ok()?;
                metadata.is_file().then_some(metadata.len())
            }
        }
    }

    /// Whether two paths of the machine lead to one device; on Windows none do.
    pub fn is_one_device(&self, path: &str, other: &str) -> bool {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            let device = |path| fs::metadata(path).map(|metadata| metadata.rdev());
            matches!((device(path), device(other)), (Ok(one), Ok(other)) if one == other)
        }
        #[cfg(not(unix))]
        {
            let (_path, _other) = (path, other);
            false
        }
    }

    /// The bytes of a regular file.
    ///
    /// # Errors
    /// When it is none, has more bytes than `limit`, or cannot be read.
    pub fn read(&self, path: &Path, limit: u32) -> Result<Vec<u8>, ReadFault> {
        let io = |error: io::Error| ReadFault::Io(io_message(&error));
        if let Some(given) = self.given(path) {
            return match given {
                Given::File(bytes) if bytes.len() as u64 > limit.into() => {
                    let bytes = bytes.len() as u64;
                    Err(ReadFault::TooLarge { bytes, limit })
                }
                Given::File(bytes) => Ok(bytes.to_vec()),
                Given::Folder => Err(ReadFault::NotRegular),
                Given::Gone => Err(io(io::ErrorKind::NotFound.into())),
            };
        }
        // The metadata comes first: opening a pipe to read it would wait for a writer.
        let metadata = fs::metadata(path).map_err(io)?;
        if !metadata.is_file() {
            return Err(ReadFault::NotRegular);
        }
        let bytes = metadata.len();
        if bytes > limit.into() {
            return Err(ReadFault::TooLarge { bytes, limit });
        }
        let mut read = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0) + 1);
        // The file may grow while it is being read; never take more than the limit.
        fs::File::open(path)
            .and_then(|file| file.take(u64::from(limit) + 1).read_to_end(&mut read))
            .map_err(io)?;
        Ok(read)
    }

    /// The text of a file, a pipe or a device, to its end.
    ///
    /// # Errors
    /// What the operating system says; or it is no UTF-8.
    pub fn read_stream(&self, path: &Path) -> io::Result<String> {
        match self.given(path) {
            Some(_) => {
                let bytes = self.read(path, u32::MAX).map_err(io::Error::other)?;
                String::from_utf8(bytes).map_err(io::Error::other)
            }
            None => fs::read_to_string(path),
        }
    }

    /// The first bytes of a regular file.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn head(&self, path: &Path, bytes: u64) -> io::Result<Vec<u8>> {
        let mut read = Vec::new();
        match self.given(path) {
            Some(Given::File(given)) => given.take(bytes).read_to_end(&mut read)?,
            Some(_) => return Err(io::ErrorKind::NotFound.into()),
            None => fs::File::open(path)?.take(bytes).read_to_end(&mut read)?,
        };
        Ok(read)
    }

    /// What is given at a path; all else is as the machine has it. In memory all is given.
    fn given(&self, path: &Path) -> Option<Given<'_>> {
        if self.given.is_empty() && !self.is_in_memory {
            return None;
        }
        match self.given.get(path) {
            Some(Some(bytes)) => return Some(Given::File(bytes)),
            Some(None) => return Some(Given::Gone),
            None => {}
        }
        if self.given_below(path).next().is_some() {
            return Some(Given::Folder);
        }
        self.is_in_memory.then_some(Given::Gone)
    }

    /// The files below a folder that are given, without those that are gone.
    fn given_below<'d>(&'d self, folder: &Path) -> impl Iterator<Item = &'d PathBuf> {
        let folder = folder.to_path_buf();
        let from = self.given.range(folder.clone()..);
        from.take_while(move |(path, _)| path.starts_with(&folder))
            .filter(|(_, bytes)| bytes.is_some())
            .map(|(path, _)| path)
    }

    /// What is given right in a folder: files, and folders with files below.
    fn given_in(&self, folder: &Path) -> impl Iterator<Item = PathBuf> {
        self.given_below(folder).filter_map(move |path| {
            let below = path.strip_prefix(folder).ok()?;
            Some(folder.join(below.components().next()?))
        })
    }
}

/// What is given at a path.
enum Given<'d> {
    File(&'d [u8]),
    /// A folder around files that are given. The machine may have more in it.
    Folder,
    Gone,
}

fn kind_of(metadata: &fs::Metadata) -> Kind {
    if metadata.is_file() {
        Kind::File
    } else if metadata.is_dir() {
        Kind::Folder
    } else {
        Kind::Other
    }
}
