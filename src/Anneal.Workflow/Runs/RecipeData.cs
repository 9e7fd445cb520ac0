using Anneal.Data.Messages;
using Anneal.Data.Quality;
using Anneal.Data.Schemas;
using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Data.Tables;
using Anneal.Data.Vision.Sources;
using Anneal.Workflow.Recipes;

namespace Anneal.Workflow.Runs;

/// <summary>A recipe's rows, read, understood, shared out and checked: all that happens before anything is learnt.</summary>
/// <param name="Table">The rows that have a label.</param>
/// <param name="Labels">Their labels.</param>
/// <param name="Split">Which rows are for what.</param>
/// <param name="Quality">What the checks found.</param>
/// <param name="Notices">What was decided for the user besides.</param>
public sealed record RecipeData(Table Table, Labels Labels, DataSplit Split, QualityReport Quality, IReadOnlyList<Message> Notices)
{
    /// <summary>The columns: what the checks left out is ignored, and categories know the values of the training rows.</summary>
    public TableSchema Schema { get; } = Quality.Schema.WithKnownValues(Table, Split.Train);

    /// <summary>Reads and checks.</summary>
    /// <exception cref="UserErrorException">The data can't be read or does not fit the recipe. What the checks find is in the report, errors too.</exception>
    public static RecipeData Read(Recipe recipe)
    {
        DataRecipe wanted = recipe.Data;
        Table marked = GivenParts.Mark(recipe.Task == TaskKind.ImageClassification ? ImageTable.Read(wanted.Source) : TableSource.Read(wanted.Source), wanted.Split, wanted.Source);
        (Table read, ColumnChoice columns) = LabelFlags.Join(marked, wanted.Columns);
        List<Message> notices = [];
        string label = SchemaInference.LabelName(read, recipe.Task, columns);
        Table table = ChosenClasses.Keep(MissingLabels.Drop(read, label, notices), label, columns);
        TableSchema schema = SchemaInference.Infer(table, recipe.Task, columns) with { Preparation = recipe.Prepare };
        Labels labels = Labels.Of(table, schema);
        DataSplit split = TableSplit.Make(table, labels, wanted.Split);
        return new RecipeData(table, labels, split, QualityGate.Check(recipe.Task, table, schema, labels, split, columns), notices);
    }

    /// <summary>Stops where a finding forbids to go on.</summary>
    /// <exception cref="UserErrorException">The first such finding.</exception>
    public void RequireNoErrors()
    {
        if (Quality.Findings.FirstOrDefault(f => f.Severity == Severity.Error) is { } error)
            throw new UserErrorException(error.What, error.Advice, error.Examples is [var first, ..] ? first : null);
    }
}
