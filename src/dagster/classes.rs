//! The classes of `dagster` whose objects are handed on and compared, never looked into,
//! and which class is a kind of which.
//!
//! Source: the public names of `dagster` 1.13.27, and the method resolution orders of its
//! definitions.

use std::sync::LazyLock;

use crate::python::value::api::{Api, Make};

/// Classes that are not public, and that collectors of projects ask for.
const INTERNAL: &str = "
    CacheableAssetsDefinition FreshnessPolicySensorDefinition NodeDefinition
    UnresolvedAssetJobDefinition UnresolvedPartitionedAssetScheduleDefinition
";

/// The names of classes, apart from those that [`super::table`] gives parameters.
const CLASSES: &str = "
    AddDynamicPartitionsRequest AllPartitionMapping AnchorBasedFilePathMapping Array
    AssetAttributesModel AssetCheckEvaluation AssetCheckExecutionContext
    AssetCheckResult AssetCheckSeverity AssetChecksDefinition AssetExecutionContext AssetJobKey
    AssetMaterialization AssetObservation AssetPartitionStatus AssetRecordsFilter AssetValueLoader
    AutoMaterializeAssetPartitionsFilter AutoMaterializeRule AutomationContext AutomationResult
    Bool BoolMetadataValue CodeLocationSelector CodeReferencesMetadataValue
    ComponentFormConfig ComponentTree ComponentTypeSpec ConfigSchema
    ConfigurableLegacyIOManagerAdapter DagsterAssetMetadataValue DagsterConfigMappingFunctionError
    DagsterError DagsterEvent DagsterEventLogInvalidForRun DagsterEventType
    DagsterExecutionInterruptedError DagsterExecutionStepExecutionError
    DagsterExecutionStepNotFoundError DagsterInstance DagsterInvalidConfigDefinitionError
    DagsterInvalidConfigError DagsterInvalidDefinitionError DagsterInvalidInvocationError
    DagsterInvalidSubsetError DagsterInvariantViolationError DagsterJobMetadataValue
    DagsterLibraryRegistry DagsterLogManager DagsterResourceFunctionError DagsterRun
    DagsterRunMetadataValue DagsterRunNotFoundError DagsterStepOutputNotFoundError
    DagsterSubprocessError DagsterType DagsterTypeCheckDidNotPass DagsterTypeCheckError
    DagsterTypeLoader DagsterTypeLoaderContext DagsterUnknownPartitionError
    DagsterUnknownResourceError DagsterUnmetExecutorRequirementsError DagsterUserCodeExecutionError
    DataProvenance DataVersion DataVersionsByPartition DefaultRunLauncher DefinitionsComponent
    DefsFolderComponent DeleteDynamicPartitionsRequest DependencyDefinition
    DimensionPartitionMapping DynamicOutput EnumValue EvaluateAutomationConditionsResult
    EventLogEntry EventLogRecord EventRecordsFilter EventRecordsResult ExecuteInProcessResult
    Executor ExecutorDefinition ExecutorRequirement ExpectationResult Failure Field FileHandle
    FilePathMapping Float FloatMetadataValue FunctionComponent GraphIn GraphOut HookContext
    HookDefinition HookExecutionResult IAttachDifferentObjectToOpContext IOManagerDefinition
    IdentityPartitionMapping InitExecutorContext InitLoggerContext InitResourceContext InputContext
    InputManager InputManagerDefinition InputMapping Int IntMetadataValue JobExecutionResult
    JobSelector JsonLogFormatter JsonMetadataValue LastPartitionMapping LegacyFreshnessPolicy
    LocalFileCodeReference LocalFileHandle LoggerDefinition Map MarkdownMetadataValue
    MaterializeResult MetadataEntry MigrateIOStorageResult
    MultiAssetSensorEvaluationContext MultiDependencyDefinition MultiPartitionKey
    MultiPartitionMapping MultiToSingleDimensionPartitionMapping NodeInvocation Noneable
    NotebookMetadataValue NullMetadataValue ObserveResult OpExecutionContext Output OutputContext
    OutputMapping PaginatedResults Partition PartitionKeyRange PartitionMapping PartitionedConfig
    PartitionsDefinition PathMetadataValue PendingNodeInvocation Permissive PermissiveConfig
    PipesBlobStoreMessageReader PipesClient PipesClientCompletedInvocation
    PipesCompositeMessageReader PipesContextInjector PipesEnvContextInjector
    PipesFileContextInjector PipesFileMessageReader PipesLaunchedData PipesLogReader
    PipesMessageHandler PipesMessageReader PipesSession PipesSubprocessClient
    PipesTempFileContextInjector PipesTempFileMessageReader PoolMetadataValue
    PythonArtifactMetadataValue PythonObjectDagsterType PythonScriptComponent QueuedRunCoordinator
    ReexecutionOptions RepositoryData RepositoryDefinition RepositorySelector
    ResourceDependency RetryRequested RunFailureSensorContext RunRecord RunRequest
    RunShardedEventsCursor RunStatusChangeRecordsFilter RunStatusSensorContext RunsFilter
    ScaffoldRequest Scaffolder ScalarUnion ScheduleEvaluationContext Selector
    SensorEvaluationContext SensorResult Shape SkipReason SpecificPartitionsPartitionMapping
    SqlComponent StateBackedComponent StaticPartitionMapping StepExecutionContext StepLauncher
    StepRunRef String SubmitRunContext TableColumnConstraints TableColumnDep TableColumnLineage
    TableColumnLineageMetadataValue TableConstraints TableMetadataValue TableRecord
    TableSchemaMetadataValue TemplatedSqlComponent TextMetadataValue TimeWindow
    TimestampMetadataValue TypeCheck TypeCheckContext UPathDefsStateStorage UPathIOManager
    UrlCodeReference UrlMetadataValue UvRunComponent
";

/// Classes that are not looked into, as names of the API.
pub(super) static API: LazyLock<Vec<Api>> = LazyLock::new(|| {
    let names = CLASSES
        .split_whitespace()
        .chain(INTERNAL.split_whitespace());
    let api = names.map(|name| Api {
        package: "dagster",
        name,
        parameters: "",
        make: Make::Plain,
    });
    api.collect()
});

/// A class and what it directly inherits from, where code asks for the latter.
const BASES: &[(&str, &str)] = &[
    ("AssetChecksDefinition", "AssetsDefinition"),
    ("AssetSensorDefinition", "SensorDefinition"),
    ("AutomationConditionSensorDefinition", "SensorDefinition"),
    ("FreshnessPolicySensorDefinition", "SensorDefinition"),
    ("MultiAssetSensorDefinition", "SensorDefinition"),
    ("RunStatusSensorDefinition", "SensorDefinition"),
    ("OpDefinition", "NodeDefinition"),
    ("GraphDefinition", "NodeDefinition"),
    (
        "DailyPartitionsDefinition",
        "TimeWindowPartitionsDefinition",
    ),
    (
        "HourlyPartitionsDefinition",
        "TimeWindowPartitionsDefinition",
    ),
    (
        "WeeklyPartitionsDefinition",
        "TimeWindowPartitionsDefinition",
    ),
    (
        "MonthlyPartitionsDefinition",
        "TimeWindowPartitionsDefinition",
    ),
    ("TimeWindowPartitionsDefinition", "PartitionsDefinition"),
    ("StaticPartitionsDefinition", "PartitionsDefinition"),
    ("MultiPartitionsDefinition", "PartitionsDefinition"),
    ("DynamicPartitionsDefinition", "PartitionsDefinition"),
    ("ConfigurableResource", "Config"),
    ("ConfigurableIOManager", "ConfigurableIOManagerFactory"),
    ("ConfigurableIOManagerFactory", "Config"),
    ("ConfigurableIOManager", "IOManager"),
    ("IOManagerDefinition", "ResourceDefinition"),
    ("PermissiveConfig", "Config"),
    ("DynamicOut", "Out"),
    ("AssetCheckKey", "tuple"),
    ("AssetCheckSpec", "tuple"),
    ("AssetDep", "tuple"),
    ("AssetIn", "tuple"),
    ("AssetKey", "tuple"),
    ("AssetSpec", "tuple"),
    ("Definitions", "tuple"),
    ("DynamicPartitionsDefinition", "tuple"),
    ("EnvVar", "str"),
    ("TimeWindowPartitionsDefinition", "tuple"),
];

/// Whether a class of the API is a kind of another.
pub(crate) fn is_subclass(class: &str, base: &str) -> bool {
    class == base
        || BASES
            .iter()
            .any(|&(name, parent)| name == class && is_subclass(parent, base))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_class_is_in_both_tables() {
        let twice = API.iter().filter(|class| {
            let mut table = super::super::table::all();
            table.any(|api| api.name == class.name)
        });
        let twice: Vec<&str> = twice.map(|class| class.name).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}
