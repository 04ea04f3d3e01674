//! `daglint config`.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;
use textwrap::core::display_width;

use super::{Io, SettingsArguments};
use crate::discover::{Request, discover};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::path::join;
use crate::report::{Look, folded, shown_origin, shown_path, wrapped};
use crate::settings::{Effective, Key, Settings, schema};
use crate::source::Sources;
use crate::suggest::closest;

/// The arguments of `daglint config`.
#[derive(Debug, Args)]
pub struct ConfigArguments {
    /// A setting to explain: fail-on, per-file-ignores
    pub key: Option<String>,
    /// Show the settings in force and where each comes from (the default without KEY)
    #[arg(long)]
    pub show: bool,
    /// Show what holds for a file or a directory [default: .]
    #[arg(long = "for", value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// Print the JSON schema of the settings
    #[arg(long, conflicts_with_all = ["key", "show", "path"])]
    pub schema: bool,
    /// How to show them
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ConfigFormat::Text)]
    pub output_format: ConfigFormat,
    /// Which settings hold.
    #[command(flatten)]
    pub settings: SettingsArguments,
}

/// The formats of `daglint config`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConfigFormat {
    /// TOML, for people
    Text,
    /// One JSON object
    Json,
}

pub(super) fn run(arguments: &ConfigArguments, io: &mut Io<'_>) -> Result<Exit, Failure> {
    if arguments.schema {
        return Ok(io.print(Exit::Clean, |out| {
            serde_json::to_writer_pretty(&mut *out, schema::schema())?;
            writeln!(out)
        }));
    }
    let key = arguments.key.as_deref();
    if let Some(key) = key.filter(|key| schema::documented(key).is_none()) {
        return Err(unknown(key));
    }
    let sources = Sources::new();
    let path = join(
        &io.directory,
        arguments.path.as_deref().unwrap_or(&io.directory),
    );
    let request = Request {
        directory: io.directory.clone(),
        paths: vec![path.clone()],
        settings: arguments.settings.overrides(io)?,
        ..Request::default()
    };
    let found = discover(&sources, &request).map_err(|failure| io.framed(&sources, failure))?;
    let view = View {
        sources: &sources,
        settings: found.settings.of(&path),
        directory: io.directory.clone(),
        look: io.look,
    };
    Ok(io.print(Exit::Clean, |out| {
        match (key.filter(|_| !arguments.show), arguments.output_format) {
            (Some(key), ConfigFormat::Text) => view.explain(key, out),
            (_, ConfigFormat::Text) => view.text(key, out),
            (_, ConfigFormat::Json) => view.json(key, out),
        }
    }))
}

fn unknown(key: &str) -> Failure {
    let failure = Failure::new(format!("there is no setting `{key}`"));
    failure.help(match closest(key, schema::keys()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`daglint config` shows all settings".to_owned(),
    })
}

/// Settings in force, to be shown.
struct View<'a> {
    sources: &'a Sources,
    settings: &'a Settings,
    directory: PathBuf,
    look: Look,
}

impl View<'_> {
    /// What a setting is about, and its value.
    fn explain(&self, key: &str, out: &mut dyn Write) -> io::Result<()> {
        let Some((text, kind)) = schema::documented(key) else {
            return Ok(());
        };
        let about = format!("{key}: {kind}");
        writeln!(out, "{}\n", folded(&about, "", "    ", self.look))?;
        for line in wrapped(&text, "    ", "    ", self.look) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
        self.text(Some(key), out)
    }

    fn text(&self, key: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
        if key.is_none() {
            let file = self.settings.file.as_deref();
            let of = match file.map(|file| shown_path(file, &self.directory)) {
                Some(file) => format!("the settings of `{file}`"),
                None => "no file of settings".to_owned(),
            };
            self.comment(&of, out)?;
        }
        self.of(key)
            .try_for_each(|effective| self.setting(effective, out))?;
        let unset: Vec<&str> = schema::keys()
            .filter(|name| key.is_none_or(|key| key == *name))
            .filter(|name| self.of(Some(name)).next().is_none())
            .collect();
        if !unset.is_empty() {
            self.comment(&format!("not set: {}", unset.join(", ")), out)?;
        }
        Ok(())
    }

    /// A value and where it comes from. On a terminal a long list has a line an item.
    fn setting(&self, effective: &Effective, out: &mut dyn Write) -> io::Result<()> {
        let key = dotted(&effective.key);
        let origins = self.origins(effective).join(", ");
        let line = format!("{key} = {}", effective.value);
        match &effective.value {
            toml::Value::Array(items) if !self.has_room(&line, &origins) => {
                self.with_origins(&format!("{key} = ["), &origins, out)?;
                for item in items {
                    writeln!(out, "    {item},")?;
                }
                writeln!(out, "]")
            }
            _ => self.with_origins(&line, &origins, out),
        }
    }

    /// A line and a comment, side by side where there is room for both.
    fn with_origins(&self, line: &str, origins: &str, out: &mut dyn Write) -> io::Result<()> {
        if self.has_room(line, origins) {
            return writeln!(out, "{line:40}  # {origins}");
        }
        self.comment(origins, out)?;
        writeln!(out, "{line}")
    }

    fn has_room(&self, line: &str, origins: &str) -> bool {
        let width = display_width(line).max(40) + 4 + display_width(origins);
        !self.look.is_terminal || width <= self.look.width
    }

    fn comment(&self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", folded(text, "# ", "#   ", self.look))
    }

    fn json(&self, key: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
        let settings: Vec<_> = self
            .of(key)
            .map(|it| {
                let about = schema::documented(&it.key.name);
                json!({
                    "key": it.key.name,
                    "entry": it.key.inner,
                    "value": it.value,
                    "origins": self.origins(it),
                    "description": about.map(|(text, _)| text),
                })
            })
            .collect();
        let file = self.settings.file.as_deref();
        let file = file.map(|file| shown_path(file, &self.directory));
        let document = json!({ "version": 1, "file": file, "settings": settings });
        serde_json::to_writer_pretty(&mut *out, &document)?;
        writeln!(out)
    }

    fn of(&self, key: Option<&str>) -> impl Iterator<Item = &Effective> {
        let all = self.settings.effective().iter();
        all.filter(move |it| key.is_none_or(|key| it.key.name == key))
    }

    fn origins(&self, effective: &Effective) -> Vec<String> {
        if effective.places.is_empty() {
            return vec!["default".to_owned()];
        }
        let places = effective.places.iter();
        places
            .map(|&place| shown_origin(self.sources, &self.directory, place))
            .collect()
    }
}

/// `severity.DAG401`, quoted where TOML needs it.
fn dotted(key: &Key) -> String {
    let is_bare = |name: &str| {
        let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        !name.is_empty() && name.chars().all(bare)
    };
    match &key.inner {
        None => key.name.clone(),
        Some(inner) if is_bare(inner) => format!("{}.{inner}", key.name),
        Some(inner) => format!("{}.{}", key.name, toml::Value::from(inner.as_str())),
    }
}
