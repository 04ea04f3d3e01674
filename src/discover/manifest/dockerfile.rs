//! `RUN pip install` of a Dockerfile.

use ruff_text_size::{TextRange, TextSize};

use crate::model::{Dependency, DependencyScope, Manifest, ManifestKind};
use crate::source::SourceFile;

use super::{dependency, empty};

/// The packages that the image installs by name; none if there are none.
pub(super) fn read(file: &SourceFile) -> Option<Manifest> {
    let mut manifest = empty(ManifestKind::Dockerfile, file);
    let mut stages = 0_u32;
    let small = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    for command in commands(file.shown()) {
        let mut words = command.iter().map(|(_, word)| *word);
        // Any other image may hold any package.
        if words
            .next()
            .is_some_and(|word| word.eq_ignore_ascii_case("FROM"))
        {
            stages += 1;
            manifest.complete &= words.next().is_none_or(is_plain_image);
        }
        for (at, word) in packages(&command) {
            let place = file.place(TextRange::at(small(at), small(word.len())));
            let word = word.trim_matches(['"', '\'']);
            let found = dependency(word, DependencyScope::Runtime, place);
            let found = found.filter(|found| !is_installer(&found.name));
            // Each stage is an environment of its own.
            manifest.dependencies.extend(found.map(|found| Dependency {
                group: (stages > 1).then(|| format!("stage {stages}")),
                ..found
            }));
        }
    }
    (!manifest.dependencies.is_empty()).then_some(manifest)
}

/// Tools that install other packages and say nothing of the project.
fn is_installer(name: &str) -> bool {
    matches!(
        name,
        "pip" | "uv" | "setuptools" | "wheel" | "poetry" | "pdm" | "pipenv" | "pipx" | "build"
    )
}

/// Images that bring Python and no libraries.
fn is_plain_image(image: &str) -> bool {
    const PLAIN: [&str; 9] = [
        "python", "uv", "debian", "ubuntu", "alpine", "node", "openjdk", "rust", "base",
    ];
    let name = image.rsplit('/').next().unwrap_or(image);
    let name = name.split([':', '@']).next().unwrap_or(name);
    PLAIN.contains(&name)
}

type Word<'a> = (usize, &'a str);

/// The words of each command with their offsets. A command ends with its line, unless
/// a backslash joins the next one, or at `&&`, `;` and `|`.
fn commands(text: &str) -> Vec<Vec<Word<'_>>> {
    let mut commands = vec![Vec::new()];
    let mut offset = 0;
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end();
        let is_comment = line.trim_start().starts_with('#');
        let joined = line.ends_with('\\');
        for word in line.split_whitespace().filter(|_| !is_comment) {
            let at = offset + (word.as_ptr() as usize - raw.as_ptr() as usize);
            let ends = matches!(word, "&&" | "||" | "|" | ";") || word.ends_with(';');
            if word != "\\"
                && !matches!(word, "&&" | "||" | "|" | ";")
                && let Some(command) = commands.last_mut()
            {
                command.push((at, word.trim_end_matches([';', '\\'])));
            }
            if ends {
                commands.push(Vec::new());
            }
        }
        if !joined && !is_comment {
            commands.push(Vec::new());
        }
        offset += raw.len();
    }
    commands
}

/// The words after `pip install` or `uv add` that are no options.
fn packages<'a>(command: &[Word<'a>]) -> Vec<Word<'a>> {
    let is = |index: usize, word: &str| command.get(index).is_some_and(|(_, it)| *it == word);
    let start = (0..command.len()).find(|&index| {
        let pip = command[index].1.rsplit('/').next() == Some("pip") || is(index, "pip3");
        pip && is(index + 1, "install") || is(index, "uv") && is(index + 1, "add")
    });
    let Some(start) = start else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut skip = false;
    for &(at, word) in &command[start + 2..] {
        if std::mem::take(&mut skip) {
            continue;
        }
        if word.starts_with('-') {
            // Options whose argument is a word of its own.
            skip = matches!(
                word,
                "-r" | "-c"
                    | "-e"
                    | "-i"
                    | "-f"
                    | "-t"
                    | "--requirement"
                    | "--constraint"
                    | "--index-url"
                    | "--extra-index-url"
                    | "--find-links"
                    | "--target"
                    | "--python"
                    | "--index-strategy"
                    | "--prefix"
                    | "--group"
                    | "--project"
            );
            continue;
        }
        found.push((at, word));
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::PathBuf;

    use super::*;
    use crate::source::Sources;

    fn of(text: &str) -> Option<(Vec<String>, bool)> {
        let path = PathBuf::from("/r/Dockerfile");
        let sources = Sources::with_overlays(HashMap::from([(path.clone(), text.to_owned())]));
        let file = sources.read(&path);
        let manifest = read(file)?;
        let found = manifest.dependencies.iter();
        let found = found.map(|it| file.text()[it.place.range].to_owned());
        Some((found.collect(), manifest.complete))
    }

    #[test]
    fn packages_are_found_over_joined_lines() {
        let text = "FROM python:3.12\nRUN apt-get install -y git && pip install --no-cache-dir \\\n    \
                    dagster==1.0 \\\n    'dagster-dbt[x]' && echo done\n";
        let names = ["dagster==1.0", "'dagster-dbt[x]'"].map(str::to_owned);
        assert_eq!(of(text), Some((names.to_vec(), true)));
    }

    #[test]
    fn tools_that_install_say_nothing_of_the_project() {
        assert_eq!(
            of("FROM python\nRUN pip install -U pip uv setuptools\n"),
            None
        );
        let text = "FROM python\nRUN pip install poetry dagster\n";
        assert_eq!(of(text), Some((vec!["dagster".to_owned()], true)));
    }

    #[test]
    fn files_are_no_packages_and_other_images_may_hold_anything() {
        assert_eq!(
            of("FROM python\nRUN pip install -r requirements.txt .\n"),
            None
        );
        let names = vec!["dagster".to_owned()];
        assert_eq!(
            of("FROM acme/dagster\nRUN pip install dagster"),
            Some((names, false))
        );
    }
}
