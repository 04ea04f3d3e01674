//! How the distributions of the Dagster repository are numbered: release 1.N.P of the
//! core comes with 0.(N+16).P of the libraries, and each requires the other exactly.

use pep440_rs::Version;

use super::Versions;

/// How a distribution of the Dagster repository is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// As `dagster` itself: 1.13.27.
    Core,
    /// As the integration libraries: 0.29.27.
    Library,
    /// As the libraries in old releases, as the core in new ones.
    Either,
}

const CORE: &[&str] = &[
    "create-dagster",
    "dagit",
    "dagster",
    "dagster-cloud",
    "dagster-graphql",
    "dagster-pipes",
    "dagster-webserver",
];

const EITHER: &[&str] = &["dagster-dg-cli", "dagster-dg-core", "dagster-shared"];

/// Libraries that every release of Dagster has, or had. Those that moved to the
/// community repository have numbers of their own and are not here, nor are those that
/// go without `dagster` (`dagster-airlift`, `dagster-cloud-cli` of 1.11).
const LIBRARY: &[&str] = &[
    "dagster-airbyte",
    "dagster-aws",
    "dagster-azure",
    "dagster-celery",
    "dagster-celery-docker",
    "dagster-celery-k8s",
    "dagster-census",
    "dagster-clickhouse",
    "dagster-clickhouse-pandas",
    "dagster-clickhouse-polars",
    "dagster-components",
    "dagster-dask",
    "dagster-databricks",
    "dagster-datadog",
    "dagster-datahub",
    "dagster-dbt",
    "dagster-deltalake",
    "dagster-deltalake-pandas",
    "dagster-deltalake-polars",
    "dagster-dg",
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
    "dagster-github",
    "dagster-k8s",
    "dagster-looker",
    "dagster-managed-elements",
    "dagster-mlflow",
    "dagster-msteams",
    "dagster-mysql",
    "dagster-omni",
    "dagster-openai",
    "dagster-pagerduty",
    "dagster-pandas",
    "dagster-pandera",
    "dagster-papertrail",
    "dagster-postgres",
    "dagster-powerbi",
    "dagster-prometheus",
    "dagster-pyspark",
    "dagster-rest-resources",
    "dagster-sigma",
    "dagster-slack",
    "dagster-sling",
    "dagster-snowflake",
    "dagster-snowflake-pandas",
    "dagster-snowflake-polars",
    "dagster-snowflake-pyspark",
    "dagster-spark",
    "dagster-ssh",
    "dagster-tableau",
    "dagster-twilio",
    "dagstermill",
];

/// The difference of the second numbers.
const OFFSET: u64 = 16;

/// How a distribution is numbered; none for what is released apart.
pub fn numbering(distribution: &str) -> Option<Numbering> {
    let within = |names: &[&str]| names.contains(&distribution);
    if within(CORE) {
        Some(Numbering::Core)
    } else if within(EITHER) {
        Some(Numbering::Either)
    } else {
        within(LIBRARY).then_some(Numbering::Library)
    }
}

/// A release of Dagster by its second and third number: 1.13.27 is (13, 27).
pub type Release = (u64, u64);

/// The version that a distribution has in a release.
pub fn version_in(numbering: Numbering, (minor, micro): Release) -> Version {
    match numbering {
        Numbering::Core | Numbering::Either => Version::new([1, minor, micro]),
        Numbering::Library => Version::new([0, minor.saturating_add(OFFSET), micro]),
    }
}

/// The release that a version of a distribution belongs to; none for what is older
/// than 1.0, or no version of it.
pub fn release_of(numbering: Numbering, version: &Version) -> Option<Release> {
    let number = |index: usize| version.release().get(index).copied().unwrap_or(0);
    match (numbering, number(0)) {
        (Numbering::Core | Numbering::Either, 1) => Some((number(1), number(2))),
        (Numbering::Library | Numbering::Either, 0) => {
            Some((number(1).checked_sub(OFFSET)?, number(2)))
        }
        _ => None,
    }
}

/// Whether a distribution may be of a release, by what is declared of it.
pub fn allows(numbering: Numbering, versions: &Versions, release: Release) -> bool {
    let allows = |numbering| !versions.exclude(&version_in(numbering, release));
    match numbering {
        Numbering::Either => allows(Numbering::Core) || allows(Numbering::Library),
        numbering => allows(numbering),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn core_and_libraries_of_a_release_belong_together() {
        let library: Version = "0.29.27".parse().expect("a version");
        let release = release_of(Numbering::Library, &library);
        assert_eq!(release, Some((13, 27)));
        let core = version_in(Numbering::Core, (13, 27));
        assert_eq!(core.to_string(), "1.13.27");
        assert_eq!(release_of(Numbering::Either, &core), release);
        assert_eq!(release_of(Numbering::Either, &library), release);
        let old: Version = "0.15.9".parse().expect("a version");
        assert_eq!(release_of(Numbering::Library, &old), None);
    }

    #[test]
    fn what_is_released_apart_is_not_judged() {
        assert_eq!(numbering("dagster-iceberg"), None);
        assert_eq!(numbering("dagster-polars"), None);
        assert_eq!(numbering("dagster-dbt"), Some(Numbering::Library));
    }
}
