using System.Text.Json.Serialization;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;

namespace Anneal.Data.Tabular;

/// <summary>The way from a table's cells to features: fitted on training rows, kept in the bundle, the same for every row after.</summary>
public sealed class TabularPreprocessing
{
    /// <summary>Restores what was fitted.</summary>
    /// <param name="encoders">One for each feature column, in the order of the schema.</param>
    /// <param name="pairs">What two columns of numbers say together; null for none.</param>
    [JsonConstructor]
    public TabularPreprocessing(IReadOnlyList<ColumnEncoder> encoders, IReadOnlyList<PairEncoder>? pairs = null)
    {
        Encoders = encoders;
        Pairs = pairs is { Count: > 0 } ? pairs : null;
        FeatureNames = [.. encoders.SelectMany(e => e.FeatureNames), .. Pairs?.SelectMany(p => p.FeatureNames) ?? []];
    }

    /// <summary>One for each feature column.</summary>
    public IReadOnlyList<ColumnEncoder> Encoders { get; }

    /// <summary>What two columns of numbers say together; null for none. Their features follow those of the columns.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PairEncoder>? Pairs { get; }

    /// <summary>A name for each feature.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>Learns from the training rows alone.</summary>
    /// <param name="table">All rows.</param>
    /// <param name="schema">The columns.</param>
    /// <param name="trainingRows">Which rows to learn from.</param>
    /// <param name="bins">Into how many bins numbers are taken apart besides, see <see cref="PiecewiseEncoder"/>; 0 for none.</param>
    public static TabularPreprocessing Fit(Table table, TableSchema schema, ReadOnlySpan<int> trainingRows, int bins = 0)
    {
        List<ColumnEncoder> encoders = [];
        string?[] cells = new string?[trainingRows.Length];
        foreach (ColumnSchema column in schema.Features)
        {
            IReadOnlyList<string?> all = table.Column(table.IndexOf(column.Name));
            for (int i = 0; i < cells.Length; i++) cells[i] = all[trainingRows[i]];
            ColumnPreparation? preparation = schema.Preparation?.For(column.Name);
            encoders.Add(column.Type switch
            {
                ColumnType.Number when bins > 0 => PiecewiseEncoder.Fit(column.Name, cells, bins, preparation),
                ColumnType.Number => NumberEncoder.Fit(column.Name, cells, preparation),
                ColumnType.Date => DateEncoder.Fit(column.Name, cells),
                ColumnType.Text => WordsEncoder.Fit(column.Name, cells),
                _ => CategoryEncoder.Fit(column.Name, cells, preparation),
            });
        }

        int[] rows = trainingRows.ToArray();
        return new TabularPreprocessing(encoders, [.. schema.Pairs.Select(pair => PairEncoder.Fit(pair, pair.Read(table, rows), bins))]);
    }

    /// <summary>The features of some rows; a column that the table lacks counts as missing.</summary>
    public FeatureMatrix Transform(Table table, ReadOnlySpan<int> rows)
    {
        int width = FeatureNames.Count;
        float[] values = new float[rows.Length * width];
        int start = 0;
        foreach (ColumnEncoder encoder in Encoders)
        {
            int index = table.IndexOf(encoder.Column);
            IReadOnlyList<string?>? cells = index < 0 ? null : table.Column(index);
            int count = encoder.FeatureNames.Count;
            for (int i = 0; i < rows.Length; i++) encoder.Encode(cells?[rows[i]], values.AsSpan((i * width) + start, count));
            start += count;
        }

        foreach (PairEncoder pair in Pairs ?? [])
        {
            double[] numbers = pair.Pair.Read(table, rows);
            int count = pair.FeatureNames.Count;
            for (int i = 0; i < rows.Length; i++) pair.Encode(numbers[i], values.AsSpan((i * width) + start, count));
            start += count;
        }

        return new FeatureMatrix(values, rows.Length, width);
    }
}
