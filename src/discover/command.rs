//! Commands that start a code server: in a Dockerfile, or for a service of a compose
//! file. Paths in them are paths of an image; names of modules are the project's.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use ruff_text_size::{TextRange, TextSize};

use crate::model::{ComposeFile, Declared, ServerCommand};
use crate::source::yaml::{self, Node};
use crate::source::{Place, SourceFile, Sources};

use super::catalog::Catalog;
use super::layout::source_roots;
use super::path::base_name;
use super::search_path::resolve;
use super::walk::Tree;

/// A word of a command, and where it stands.
type Word<'a> = (Place, &'a str);

/// Whether a file is a Dockerfile.
pub(super) fn is_dockerfile(name: &str) -> bool {
    name == "Dockerfile" || name.starts_with("Dockerfile.") || name.ends_with(".Dockerfile")
}

/// Whether a file is one of Docker Compose.
pub(super) fn is_compose(name: &str) -> bool {
    let stem = name.strip_suffix(".yaml").or(name.strip_suffix(".yml"));
    stem.is_some_and(|stem| {
        let stem = stem.strip_prefix("docker-").unwrap_or(stem);
        stem == "compose" || stem.starts_with("compose.") || stem.starts_with("compose-")
    })
}

/// The compose files of the tree.
pub(super) fn compose_files(sources: &Sources, tree: &Tree) -> Vec<ComposeFile> {
    let paths: Vec<&PathBuf> = tree.matching(is_compose).collect();
    paths
        .into_par_iter()
        .filter_map(|path| compose(sources.read(path), path))
        .collect()
}

fn compose(file: &SourceFile, path: &Path) -> Option<ComposeFile> {
    let documents = yaml::parse(file.text()).ok()?;
    let services = documents.first()?.get("services")?;
    let mut found = ComposeFile {
        file: file.id(),
        directory: path.parent()?.to_path_buf(),
        hosts: Vec::new(),
        servers: Vec::new(),
        commands: Vec::new(),
    };
    for (key, service) in services.entries() {
        let name = key.scalar().unwrap_or_default();
        found.hosts.push(name.to_owned());
        let scalar = |key: &str| Some(service.get(key)?.scalar()?.to_owned());
        found.hosts.extend(scalar("container_name"));
        found.hosts.extend(scalar("hostname"));
        found.hosts.extend(aliases(service));
        let words: Vec<Word<'_>> = ["entrypoint", "command"]
            .iter()
            .filter_map(|key| service.get(key))
            .flat_map(|node| words_of(file, node))
            .collect();
        let Some(arguments) = server_arguments(&words) else {
            continue;
        };
        if words
            .iter()
            .any(|(_, word)| matches!(*word, "code-server" | "grpc"))
        {
            found.servers.push(Declared {
                value: name.to_owned(),
                place: file.place(key.range),
            });
        }
        found.commands.extend(module_of(arguments));
    }
    Some(found)
}

/// The names of a service in its networks.
fn aliases(service: &Node) -> Vec<String> {
    let networks = service.get("networks").map(|networks| networks.entries());
    let networks = networks.unwrap_or_default().iter();
    let names = networks.filter_map(|(_, network)| network.get("aliases"));
    let names = names.flat_map(|names| names.items());
    names
        .filter_map(|name| Some(name.scalar()?.to_owned()))
        .collect()
}

/// The words of a command, written as a text or as a list.
fn words_of<'n>(file: &SourceFile, node: &'n Arc<Node>) -> Vec<Word<'n>> {
    let own = std::iter::once(node).chain(node.items());
    own.filter_map(|item| Some((file.place(item.range), item.scalar()?)))
        .flat_map(|(place, text)| text.split_whitespace().map(move |word| (place, word)))
        .collect()
}

/// The commands of the tree's Dockerfiles and compose files that start a code server.
pub(super) fn commands(
    sources: &Sources,
    catalog: &Catalog,
    tree: &Tree,
    compose: &[ComposeFile],
) -> Vec<ServerCommand> {
    let paths: Vec<&PathBuf> = tree.matching(is_dockerfile).collect();
    let of_images = paths
        .into_par_iter()
        .flat_map_iter(|path| of_image(sources.read(path)));
    let mut named: Vec<Declared<String>> = of_images.collect();
    named.extend(
        compose
            .iter()
            .flat_map(|file| file.commands.iter().cloned()),
    );
    named
        .into_iter()
        .map(|module| ServerCommand {
            missing: is_missing(sources, catalog, tree, &module),
            module,
        })
        .collect()
}

/// The modules that the commands of a Dockerfile name.
fn of_image(file: &SourceFile) -> Vec<Declared<String>> {
    let small = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    let mut found = Vec::new();
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut offset = 0;
    for raw in file.text().split_inclusive('\n') {
        let line = raw.trim_end();
        if !line.trim_start().starts_with('#') {
            let parts = line.split(|letter: char| {
                letter.is_whitespace() || matches!(letter, '"' | '\'' | ',' | '[' | ']' | '\\')
            });
            for part in parts.filter(|part| !part.is_empty()) {
                let at = offset + (part.as_ptr() as usize - raw.as_ptr() as usize);
                let range = TextRange::at(small(at), small(part.len()));
                words.push((file.place(range), part));
            }
            if !line.ends_with('\\') {
                found.extend(server_arguments(&words).and_then(module_of));
                words.clear();
            }
        }
        offset += raw.len();
    }
    found
}

/// What stands behind `dagster code-server start` and the like.
fn server_arguments<'w, 'a>(words: &'w [Word<'a>]) -> Option<&'w [Word<'a>]> {
    let is = |at: usize, text: &str| words.get(at).is_some_and(|(_, word)| *word == text);
    let start = (0..words.len()).find_map(|at| {
        let program = words[at].1.rsplit('/').next()?;
        match program {
            "dagster" if is(at + 1, "code-server") && is(at + 2, "start") => Some(at + 3),
            "dagster" if is(at + 1, "api") && is(at + 2, "grpc") => Some(at + 3),
            "dagster" if is(at + 1, "dev") => Some(at + 2),
            "dagster-webserver" | "dagit" | "dagster-daemon" => Some(at + 1),
            _ => None,
        }
    })?;
    let rest = &words[start..];
    let end = rest
        .iter()
        .position(|(_, word)| matches!(*word, "&&" | "||" | ";" | "|"));
    Some(&rest[..end.unwrap_or(rest.len())])
}

/// The module that the arguments name.
fn module_of(arguments: &[Word<'_>]) -> Option<Declared<String>> {
    const OPTIONS: [&str; 3] = ["-m", "--module-name", "--package-name"];
    let (place, module) = arguments
        .iter()
        .enumerate()
        .find_map(|(at, (place, word))| {
            if OPTIONS.contains(word) {
                return arguments.get(at + 1).copied();
            }
            let (option, value) = word.split_once('=')?;
            OPTIONS.contains(&option).then_some((*place, value))
        })?;
    let is_name = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|letter| letter.is_alphanumeric() || letter == '_')
    };
    module.split('.').all(is_name).then(|| Declared {
        value: module.to_owned(),
        place,
    })
}

/// Whether a module is one of the tree's own packages, and in none of them. What an
/// image brings cannot be known.
fn is_missing(
    sources: &Sources,
    catalog: &Catalog,
    tree: &Tree,
    module: &Declared<String>,
) -> bool {
    let file = sources.get(module.place.file).path();
    let Some(folder) = file.parent() else {
        return false;
    };
    let (top, _) = module.value.split_once('.').unwrap_or((&module.value, ""));
    let near = catalog.directories.range(folder.to_path_buf()..);
    let near = near.take_while(|(path, _)| path.starts_with(folder));
    let around = catalog.project_of(folder).unwrap_or(folder);
    let roots: Vec<PathBuf> = near
        .flat_map(|(path, found)| source_roots(catalog.disk, path, Some(found)))
        .chain(source_roots(catalog.disk, around, catalog.get(around)))
        .chain(std::iter::once(folder.to_path_buf()))
        .collect();
    let is_own = roots
        .iter()
        .any(|root| sources.disk().is_file(root.join(top).join("__init__.py")));
    is_own
        && resolve(catalog.disk, &roots, &module.value).is_none()
        && !is_anywhere(tree, &module.value)
}

/// Whether any folder of the tree holds the module: an image may be built of it.
fn is_anywhere(tree: &Tree, module: &str) -> bool {
    let inner: PathBuf = module.split('.').collect();
    let last = base_name(&inner);
    let above = inner.parent().unwrap_or(Path::new(""));
    tree.python.iter().any(|path| {
        let folder = path.parent().unwrap_or(Path::new(""));
        let is_module = path.file_stem().is_some_and(|stem| *stem == *last);
        is_module && folder.ends_with(above) || folder.ends_with(&inner)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn read(name: &str, text: &str) -> Vec<String> {
        let path = Path::new("/r").join(name);
        let sources = Sources::with_overlays(HashMap::from([(path.clone(), text.to_owned())]));
        let file = sources.read(&path);
        let found = if is_compose(name) {
            compose(file, &path)
                .map(|file| file.commands)
                .unwrap_or_default()
        } else {
            of_image(file)
        };
        found.into_iter().map(|module| module.value).collect()
    }

    #[test]
    fn commands_of_images_are_read() {
        for command in [
            "CMD [\"dagster\", \"code-server\", \"start\", \"-p\", \"4000\", \"-m\", \"etl.defs\"]\n",
            "CMD dagster api grpc -h 0.0.0.0 \\\n  --module-name=etl.defs\n",
            "ENTRYPOINT [\"/venv/bin/dagster\", \"dev\", \"-m\", \"etl.defs\"]\n",
            "CMD cd /app && dagster-webserver --package-name etl.defs -w w.yaml\n",
        ] {
            assert_eq!(read("Dockerfile", command), ["etl.defs"], "{command}");
        }
        for command in [
            "# CMD dagster dev -m etl.defs\n",
            "CMD python -m etl.defs\n",
            "CMD dagster api grpc -m ${MODULE}\n",
            "CMD dagster api grpc -f /app/etl.py && python -m etl\n",
        ] {
            assert!(read("Dockerfile", command).is_empty(), "{command}");
        }
    }

    #[test]
    fn commands_of_services_are_read() {
        let text = "services:\n  a:\n    command: dagster api grpc -m a.defs\n  b:\n    \
                    entrypoint: [dagster, code-server, start]\n    command: [-m, b.defs]\n";
        assert_eq!(read("docker-compose.yaml", text), ["a.defs", "b.defs"]);
        assert!(is_compose("compose.prod.yml") && !is_compose("decompose.yml"));
    }
}
