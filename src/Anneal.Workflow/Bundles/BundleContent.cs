using Anneal.Data.Schemas;
using Anneal.Data.Tabular;
using Anneal.Models.Tabular;
using Anneal.Workflow.Runs;

namespace Anneal.Workflow.Bundles;

/// <summary>What a run hands over to be kept.</summary>
/// <param name="Config">The model's sizes.</param>
/// <param name="Model">The trained model.</param>
/// <param name="Schema">The columns that it learnt from.</param>
/// <param name="Preprocessing">The way from cells to features.</param>
/// <param name="Metrics">What was measured.</param>
internal sealed record BundleContent(MlpConfig Config, Mlp Model, TableSchema Schema, TabularPreprocessing Preprocessing, RunMetrics Metrics);
