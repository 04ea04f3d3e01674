//! How much longer a whole run takes than the least that any analyzer must do: walk,
//! read and parse every Python file of the same tree, in one process, with the same
//! threads and the same allocator.
//!
//!     cargo bench --bench ratio -- DIRECTORY
//!
//! Without a directory a tree is made: many small projects of many small modules.

#![allow(
    clippy::disallowed_methods,
    reason = "a measurement makes what it looks at"
)]
#![allow(clippy::print_stdout, reason = "a measurement is for people to read")]
#![allow(
    clippy::expect_used,
    reason = "a measurement that cannot go on says why"
)]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use daglint::discover::Request;
use daglint::source::Sources;
use ignore::WalkBuilder;
use rayon::prelude::*;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RUNS: usize = 15;
const PROJECTS: usize = 40;
const MODULES: usize = 50;

fn main() {
    rayon::ThreadPoolBuilder::new()
        .stack_size(64 << 20)
        .build_global()
        .expect("threads");
    let given = env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    let made = given
        .is_none()
        .then(|| tempfile::tempdir().expect("a directory"));
    let root = match (&given, &made) {
        (Some(path), _) => PathBuf::from(path),
        (None, Some(made)) => {
            make_tree(made.path());
            made.path().to_path_buf()
        }
        (None, None) => return,
    };
    let root = root.canonicalize().expect("a directory");
    rayon::scope(|_| measure(&root));
}

fn measure(root: &Path) {
    let mut files = 0;
    let least = median(|| files = walk_read_parse(root));
    let mut findings = 0;
    let whole = median(|| findings = analyze(root));
    println!("{files} Python files, {findings} findings");
    println!("walk + read + parse   {:9.1} ms", milliseconds(least));
    println!("the whole run         {:9.1} ms", milliseconds(whole));
    println!(
        "ratio                 {:9.2}",
        whole.as_secs_f64() / least.as_secs_f64()
    );
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The time of the run in the middle, after one to warm the caches of the system.
fn median(mut run: impl FnMut()) -> Duration {
    run();
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let started = Instant::now();
            run();
            started.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}

fn walk_read_parse(root: &Path) -> usize {
    let (send, receive) = std::sync::mpsc::channel();
    WalkBuilder::new(root)
        .require_git(false)
        .threads(rayon::current_num_threads())
        .build_parallel()
        .run(|| {
            let send = send.clone();
            Box::new(move |entry| {
                if let Ok(entry) = entry
                    && entry.path().extension().is_some_and(|it| it == "py")
                {
                    let _closed = send.send(entry.into_path());
                }
                ignore::WalkState::Continue
            })
        });
    drop(send);
    let paths: Vec<PathBuf> = receive.into_iter().collect();
    let sources = Sources::new();
    paths.par_iter().for_each(|path| {
        black_box(sources.read(path).parsed().module());
    });
    paths.len()
}

fn analyze(root: &Path) -> usize {
    let sources = Sources::new();
    let request = Request {
        directory: root.to_path_buf(),
        ..Request::default()
    };
    let analysis = daglint::analyze(&sources, &request).expect("an analysis");
    analysis.diagnostics.len()
}

fn make_tree(root: &Path) {
    for project in 0..PROJECTS {
        let name = format!("project_{project}");
        let package = root.join(&name).join("src").join(&name);
        fs::create_dir_all(package.join("defs")).expect("folders");
        let manifest = format!(
            "[project]\nname = \"{name}\"\nversion = \"0\"\ndependencies = [\"dagster\"]\n\n\
             [tool.dg]\ndirectory_type = \"project\"\n\n[tool.dg.project]\nroot_module = \"{name}\"\n"
        );
        write(&root.join(&name).join("pyproject.toml"), &manifest);
        write(&package.join("__init__.py"), "");
        write(&package.join("defs/__init__.py"), "");
        write(
            &package.join("definitions.py"),
            "from pathlib import Path\n\nfrom dagster import definitions, load_from_defs_folder\n\n\n\
             @definitions\ndef defs():\n    return load_from_defs_folder(path_within_project=Path(__file__).parent)\n",
        );
        for module in 0..MODULES {
            write(
                &package.join(format!("defs/module_{module}.py")),
                &text_of(module),
            );
        }
    }
}

/// A module as people write them: a few assets with bodies that nobody evaluates.
fn text_of(module: usize) -> String {
    let assets = (0..5).map(|asset| {
        format!(
            "@dg.asset(group_name=\"group_{module}\", description=f\"{{SOURCE}} number {asset}\")\n\
             def asset_{module}_{asset}(context: dg.AssetExecutionContext) -> dict[str, int]:\n    \
             rows = [row for row in read(SOURCE) if row[\"id\"] > {asset}]\n    \
             context.log.info(\"read %s rows\", len(rows))\n    \
             return {{row[\"name\"]: row[\"id\"] for row in rows}}\n\n\n"
        )
    });
    let head = "import dagster as dg\n\nSOURCE = \"warehouse\"\n\n\ndef read(source):\n    return [source]\n\n\n";
    std::iter::once(head.to_owned()).chain(assets).collect()
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("a file");
}
