//! The distributions of Dagster and its integrations, and which of them bring others.
//!
//! From the metadata (`Requires-Dist`) of the wheels on `PyPI`: 1.13.27 and 0.29.27, or
//! the last release of what is released apart. A module that is not in the table is
//! nobody's business: many projects call a package of their own `dagster_something`.

use std::collections::BTreeSet;

use crate::model::{Dependency, DependencyScope, Environment};

/// Distributions that are published, and whose module is the name with underscores.
const PUBLISHED: &[&str] = &[
    "dagster",
    "dagster-airbyte",
    "dagster-airlift",
    "dagster-anthropic",
    "dagster-apprise",
    "dagster-aws",
    "dagster-azure",
    "dagster-celery",
    "dagster-celery-docker",
    "dagster-celery-k8s",
    "dagster-census",
    "dagster-chroma",
    "dagster-clickhouse",
    "dagster-clickhouse-pandas",
    "dagster-clickhouse-polars",
    "dagster-cloud",
    "dagster-cloud-cli",
    "dagster-components",
    "dagster-dask",
    "dagster-databricks",
    "dagster-datadog",
    "dagster-datahub",
    "dagster-dbt",
    "dagster-deltalake",
    "dagster-deltalake-pandas",
    "dagster-deltalake-polars",
    "dagster-dg-cli",
    "dagster-dg-core",
    "dagster-dlt",
    "dagster-docker",
    "dagster-duckdb",
    "dagster-duckdb-pandas",
    "dagster-duckdb-polars",
    "dagster-duckdb-pyspark",
    "dagster-embedded-elt",
    "dagster-fivetran",
    "dagster-gcp",
    "dagster-gcp-pandas",
    "dagster-gcp-pyspark",
    "dagster-ge",
    "dagster-gemini",
    "dagster-github",
    "dagster-graphql",
    "dagster-hightouch",
    "dagster-iceberg",
    "dagster-k8s",
    "dagster-looker",
    "dagster-meltano",
    "dagster-mlflow",
    "dagster-modal",
    "dagster-msteams",
    "dagster-mysql",
    "dagster-omni",
    "dagster-openai",
    "dagster-openlineage",
    "dagster-pagerduty",
    "dagster-pandas",
    "dagster-pandera",
    "dagster-papertrail",
    "dagster-pipes",
    "dagster-polars",
    "dagster-polytomic",
    "dagster-postgres",
    "dagster-powerbi",
    "dagster-prometheus",
    "dagster-pyspark",
    "dagster-qdrant",
    "dagster-ray",
    "dagster-shared",
    "dagster-shell",
    "dagster-sigma",
    "dagster-slack",
    "dagster-sling",
    "dagster-snowflake",
    "dagster-snowflake-pandas",
    "dagster-snowflake-polars",
    "dagster-snowflake-pyspark",
    "dagster-spark",
    "dagster-sqlmesh",
    "dagster-ssh",
    "dagster-tableau",
    "dagster-teradata",
    "dagster-twilio",
    "dagster-wandb",
    "dagster-weaviate",
    "dagster-webserver",
    "dagstermill",
];

/// Which distribution requires which, apart from `dagster` itself: always, or with an
/// extra. Who names the distribution without the extra is believed to know.
const REQUIRES: &[(&str, &[&str])] = &[
    ("dagster-airlift", &["dagster-webserver"]),
    ("dagster-aws", &["dagster-pyspark"]),
    (
        "dagster-celery-docker",
        // 0.29 requires `docker` alone.
        &["dagster-celery", "dagster-docker", "dagster-graphql"],
    ),
    ("dagster-celery-k8s", &["dagster-celery", "dagster-k8s"]),
    ("dagster-clickhouse-pandas", &["dagster-clickhouse"]),
    ("dagster-clickhouse-polars", &["dagster-clickhouse"]),
    (
        "dagster-cloud",
        &[
            "dagster-aws",
            "dagster-azure",
            "dagster-cloud-cli",
            "dagster-docker",
            "dagster-k8s",
        ],
    ),
    ("dagster-databricks", &["dagster-pipes", "dagster-pyspark"]),
    ("dagster-deltalake-pandas", &["dagster-deltalake"]),
    ("dagster-deltalake-polars", &["dagster-deltalake"]),
    (
        "dagster-dg-cli",
        &[
            "dagster-cloud-cli",
            "dagster-dg-core",
            "dagster-rest-resources",
        ],
    ),
    ("dagster-dg-core", &["dagster-cloud-cli"]),
    ("dagster-duckdb-pandas", &["dagster-duckdb"]),
    ("dagster-duckdb-polars", &["dagster-duckdb"]),
    ("dagster-duckdb-pyspark", &["dagster-duckdb"]),
    ("dagster-embedded-elt", &["dagster-dlt", "dagster-sling"]),
    ("dagster-gcp", &["dagster-pandas"]),
    ("dagster-gcp-pandas", &["dagster-gcp"]),
    ("dagster-gcp-pyspark", &["dagster-gcp"]),
    ("dagster-ge", &["dagster-pandas"]),
    ("dagster-polars", &["dagster-gcp"]),
    ("dagster-pyspark", &["dagster-spark"]),
    ("dagster-snowflake-pandas", &["dagster-snowflake"]),
    ("dagster-snowflake-polars", &["dagster-snowflake"]),
    ("dagster-snowflake-pyspark", &["dagster-snowflake"]),
    ("dagster-teradata", &["dagster-aws", "dagster-azure"]),
    ("dagster-webserver", &["dagster-graphql"]),
];

/// Those that come without `dagster`.
const WITHOUT_DAGSTER: &[&str] = &[
    "create-dagster",
    "dagster-cloud-cli",
    "dagster-dg-core",
    "dagster-pipes",
    "dagster-rest-resources",
    "dagster-shared",
];

/// Distributions of `PyPI` that are called like Dagster's.
pub(super) fn on_pypi() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("distribution/pypi.txt").lines();
    lines.filter(|line| !line.starts_with('#'))
}

/// Whether a distribution that is called like Dagster's was on `PyPI` when the list was made.
pub(super) fn is_on_pypi(distribution: &str) -> bool {
    on_pypi().any(|name| name == distribution)
}

/// The published distribution of a top-level module.
pub(super) fn of_module(module: &str) -> Option<&'static str> {
    let wanted = module.replace('_', "-");
    PUBLISHED.iter().copied().find(|name| *name == wanted)
}

/// Whether installing a distribution installs `dagster`. Everything else with
/// Dagster in its name is an integration, ours or not.
pub(super) fn brings_dagster(distribution: &str) -> bool {
    distribution.contains("dagster") && !WITHOUT_DAGSTER.contains(&distribution)
        || distribution == "dagstermill"
}

/// Whether a dependency of this name declares a distribution, or is known to come with
/// it. A private package that carries the name, as `acme-dagster-dbt` does, may well
/// bring it.
pub(super) fn is_declaration(dependency: &str, distribution: &str) -> bool {
    let with_dagster = matches!(distribution, "dagster" | "dagster-pipes" | "dagster-shared");
    dependency == distribution
        || if with_dagster {
            brings_dagster(dependency)
        } else {
            dependency.contains(distribution) && !PUBLISHED.contains(&dependency)
        }
}

/// The dependencies that bring a distribution, directly or not.
pub(super) fn providers<'a>(
    environment: &'a Environment,
    distribution: &str,
) -> Vec<&'a Dependency> {
    let through = requiring(distribution);
    dependencies(environment)
        .filter(|dependency| {
            let name = dependency.name.as_str();
            is_declaration(name, distribution) || through.contains(name)
        })
        .collect()
}

/// The distributions that require one, directly or through others.
fn requiring(distribution: &str) -> BTreeSet<&'static str> {
    let mut all = BTreeSet::new();
    let mut waiting = vec![distribution];
    while let Some(wanted) = waiting.pop() {
        let requiring = REQUIRES
            .iter()
            .filter(|(_, required)| required.contains(&wanted));
        for &(name, _) in requiring {
            if all.insert(name) {
                waiting.push(name);
            }
        }
    }
    all
}

/// Every dependency that some manifest declares.
pub(super) fn dependencies(environment: &Environment) -> impl Iterator<Item = &Dependency> {
    environment
        .manifests
        .iter()
        .flat_map(|manifest| &manifest.dependencies)
}

/// Whether the manifests say all: none computes or includes what cannot be read,
/// and none names a sibling package of the repository, which brings its own.
pub(super) fn is_closed(environment: &Environment) -> bool {
    environment
        .manifests
        .iter()
        .all(|manifest| manifest.complete)
        && !dependencies(environment).any(|it| environment.local_packages.contains(&it.name))
}

/// Whether all of these are installed for development only.
pub(super) fn only_in_development(dependencies: &[&Dependency]) -> bool {
    !dependencies.is_empty()
        && dependencies
            .iter()
            .all(|it| it.scope == DependencyScope::Development)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_library_requires_is_brought_through_others_too() {
        assert!(requiring("dagster-pandas").contains("dagster-gcp"));
        assert!(requiring("dagster-pandas").contains("dagster-gcp-pandas"));
        assert!(requiring("dagster-spark").contains("dagster-databricks"));
        assert!(requiring("dagster-graphql").contains("dagster-celery-docker"));
        assert!(requiring("dagster-dbt").is_empty());
    }

    #[test]
    fn what_is_published_is_on_the_index() {
        for name in PUBLISHED.iter().chain(WITHOUT_DAGSTER) {
            assert!(is_on_pypi(name), "{name}");
        }
    }

    #[test]
    fn the_table_names_published_distributions() {
        let names = REQUIRES.iter().flat_map(|(name, required)| {
            std::iter::once(name).chain(required.iter().filter(|it| !WITHOUT_DAGSTER.contains(it)))
        });
        for name in names {
            assert!(PUBLISHED.contains(name), "{name}");
        }
    }
}
