//! Files of the repository: whether they exist, and what they hold.
//!
//! Nothing outside of the repository is looked at.

use std::path::{Path, PathBuf};

use crate::evaluate::builtin::path_of;
use crate::evaluate::function::Arguments;
use crate::evaluate::interpreter::Interpreter;
use crate::evaluate::stdlib::pure_path as pure;
use crate::evaluate::value::Value;
use crate::source::Place;

/// Files that stand at the top of a project or a workspace.
const MARKERS: &[&str] = &[
    "pyproject.toml",
    "setup.py",
    "dg.toml",
    "workspace.yaml",
    "dagster_cloud.yaml",
];

/// How far above the working directory a repository is looked for.
const HIGHEST: usize = 8;

impl<'a> Interpreter<'a> {
    /// The real path of a path of the repository, or why it is not looked at.
    pub(in crate::evaluate) fn repository_path(
        &self,
        path: &Path,
        place: Place,
    ) -> Result<PathBuf, Value<'a>> {
        if path.is_relative() {
            return Err(Value::unknown(
                "a relative path depends on the directory that Dagster runs in",
                place,
            ));
        }
        let path = pure::lexical(path);
        let root = self.repository_root();
        if path.starts_with(&root)
            || self
                .target
                .search_path
                .iter()
                .any(|directory| path.starts_with(directory))
        {
            return Ok(path);
        }
        Err(Value::unknown(
            format!("`{}` is outside of the repository", path.display()),
            place,
        ))
    }

    /// The directory that holds `.git`, or else the topmost project.
    fn repository_root(&self) -> PathBuf {
        let directory = &self.target.working_directory;
        let above = || directory.ancestors().take(HIGHEST);
        if let Some(root) = above().find(|directory| directory.join(".git").exists()) {
            return root.to_path_buf();
        }
        let is_project = |directory: &&Path| {
            MARKERS
                .iter()
                .any(|marker| directory.join(marker).is_file())
        };
        above()
            .filter(is_project)
            .last()
            .unwrap_or(directory)
            .to_path_buf()
    }

    /// `exists`, `is_file` and `is_dir`.
    pub(in crate::evaluate) fn path_exists(
        &mut self,
        path: &Path,
        test: &str,
        place: Place,
    ) -> Value<'a> {
        match self.repository_path(path, place) {
            Ok(path) if !path.exists() && self.is_made_by_dbt(&path) => {
                let shown = self.shown_path(&path);
                Value::unknown(format!("`{shown}` is there once dbt made it"), place)
            }
