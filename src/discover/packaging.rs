//! Where setuptools finds packages: `package_dir` and `where`, in `setup.py`,
//! `setup.cfg` and `pyproject.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::manifest;
use super::path::{base_name, join};
use crate::source::SourceFile;

/// Where the packages of one distribution are.
#[derive(Debug, Clone, Default)]
pub(super) struct Packaging {
    /// Directories that hold packages by their names.
    pub(super) roots: Vec<PathBuf>,
    /// Packages in a directory of another name: `package_dir = {"shop": "source"}`.
    pub(super) renamed: BTreeMap<String, PathBuf>,
}

impl Packaging {
    /// What a `setup.py` or `setup.cfg` says in so many words.
    pub(super) fn read(file: &SourceFile) -> Self {
        let declared = if base_name(file.path()) == "setup.py" {
            manifest::setup_py::package_directories(file)
        } else {
            manifest::setup_cfg::package_directories(file)
        };
        let directory = file.path().parent().unwrap_or(Path::new(""));
        let mut packaging = Self::default();
        for (package, path) in declared {
            packaging.add(directory, &package, &path);
        }
        packaging
    }

    /// Adds an entry of `package_dir`; the empty package stands for all others.
    pub(super) fn add(&mut self, directory: &Path, package: &str, path: &str) {
        let at = join(directory, path);
        if package.is_empty() {
            self.roots.push(at);
            return;
        }
        // `shop = "lib/shop"`: the root is above the package.
        let inner: PathBuf = package.split('.').collect();
        let root = at
            .ancestors()
            .nth(inner.components().count())
            .filter(|root| at.ends_with(&inner) && root.starts_with(directory));
        match root {
            Some(root) => self.roots.push(root.to_path_buf()),
            None => {
                self.renamed.insert(package.to_owned(), at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::source::Sources;

    /// The roots and the renamed packages that a file in `/r/p` declares.
    fn of(name: &str, text: &str) -> (Vec<String>, Vec<(String, String)>) {
        let path = Path::new("/r/p").join(name);
        let sources = Sources::with_overlays(HashMap::from([(path.clone(), text.to_owned())]));
        let packaging = Packaging::read(sources.read(&path));
        let shown = |path: &Path| {
            let inner = path.strip_prefix("/r/p").expect("inside");
            inner.display().to_string()
        };
        let roots = packaging.roots.iter().map(|path| shown(path));
        let renamed = packaging.renamed.iter();
        let renamed = renamed.map(|(name, path)| (name.clone(), shown(path)));
        (roots.collect(), renamed.collect())
    }

    fn renamed(name: &str, directory: &str) -> (Vec<String>, Vec<(String, String)>) {
        (Vec::new(), vec![(name.to_owned(), directory.to_owned())])
    }

    fn root(directory: &str) -> (Vec<String>, Vec<(String, String)>) {
        (vec![directory.to_owned()], Vec::new())
    }

    #[test]
    fn package_dir_of_setup_py_is_read() {
        let of = |arguments: &str| {
            of(
                "setup.py",
                &format!("D = {{'': 'lib'}}\nsetup({arguments})"),
            )
        };
        assert_eq!(of("package_dir={'': 'lib'}"), root("lib"));
        assert_eq!(of("package_dir=D"), root("lib"));
        assert_eq!(
            of("package_dir=dict(shop='source')"),
            renamed("shop", "source")
        );
        assert_eq!(of("package_dir={'shop': 'lib/shop'}"), root("lib"));
        assert_eq!(
            of("package_dir={'shop': './source'}"),
            renamed("shop", "source")
        );
        assert_eq!(of("package_dir={'p': '.'}"), renamed("p", ""));
        assert_eq!(of("package_dir={'a.b': 'x/b'}"), renamed("a.b", "x/b"));
        assert_eq!(of("packages=find_packages('lib')"), root("lib"));
        assert_eq!(
            of("packages=setuptools.find_packages(where='lib')"),
            root("lib")
        );
        assert_eq!(of("packages=find_packages()"), (Vec::new(), Vec::new()));
    }

    #[test]
    fn package_dir_of_setup_cfg_is_read() {
        let of = |text: &str| of("setup.cfg", text);
        assert_eq!(of("[options]\npackage_dir =\n    =lib\n"), root("lib"));
        assert_eq!(of("[options]\npackage_dir =\n    = lib\n"), root("lib"));
        assert_eq!(of("[options]\npackage_dir = =lib\n"), root("lib"));
        let named = "[options]\npackage_dir =\n    shop = source\ninstall_requires =\n    x\n";
        assert_eq!(of(named), renamed("shop", "source"));
        assert_eq!(
            of("[options]\npackage_dir = shop=source\n"),
            renamed("shop", "source")
        );
        assert_eq!(of("[options.packages.find]\nwhere = lib\n"), root("lib"));
        assert_eq!(
            of("[other]\npackage_dir = =lib\n"),
            (Vec::new(), Vec::new())
        );
    }
}
