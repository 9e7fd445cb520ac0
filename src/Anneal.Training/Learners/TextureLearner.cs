using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Data.Tables;
using Anneal.Data.Vision;
using Anneal.Data.Vision.Texture;
using Anneal.Models;
using Anneal.Models.Vision;

namespace Anneal.Training.Learners;

/// <summary>Learns pictures by a hundred numbers about their surface, as <see cref="AutoLearner"/> learns a table: right for a few hundred photographs.</summary>
public sealed class TextureLearner : Learner
{
    private readonly AutoLearner inner = new();

    /// <inheritdoc/>
    public override string Name => "texture";

    /// <inheritdoc/>
    public override IReadOnlyList<TaskKind> Tasks => [TaskKind.ImageClassification];

    /// <inheritdoc/>
    protected override FittedModel Fit(LearningTask task)
    {
        string column = ImagePreprocessing.ColumnOf(task.Table, task.Schema);
        int[] rows = [.. task.Split.Train.Concat(task.Split.Valid).Distinct()];
        Dictionary<int, int> places = [];
        for (int i = 0; i < rows.Length; i++) places.Add(rows[i], i);
        Table numbers = TextureFeatures.Of(task.Table, column, rows);
        List<ColumnSchema> columns = [.. numbers.Names.Select(name => new ColumnSchema(name, ColumnType.Number, ColumnRole.Feature, 0, rows.Length, "")), task.Schema.Label];

        // The model of the numbers is no answer to the task itself, and so keeps what it had finished in a place of its own.
        string? folder = task.CheckpointFile(Name + "-numbers");
        if (folder is not null) Directory.CreateDirectory(folder);
        LearningTask table = task with
        {
            Kind = TaskKind.TabularClassification,
            Table = numbers,
            Schema = task.Schema with { Columns = columns },
            Labels = task.Labels.Take(rows),
            Split = new DataSplit(Array.ConvertAll(task.Split.Train, row => places[row]), Array.ConvertAll(task.Split.Valid, row => places[row]), []),
            Options = new LearnerOptions(inner.Options),
            CheckpointFolder = folder,
        };
        FittedModel model = inner.Learn(table);
        return new TextureModel(new TextureModelConfig(column, model.Config), model);
    }
}
