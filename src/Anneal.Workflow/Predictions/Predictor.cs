using System.Globalization;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Sources;
using Anneal.Data.Tables;
using Anneal.Data.Vision.Sources;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.Predictions;

/// <summary>Answers rows with a bundle: the same way through the same preprocessing that the training rows took.</summary>
/// <param name="bundle">The bundle.</param>
public sealed class Predictor(Bundle bundle)
{
    private const int PartRows = 10_000;

    /// <summary>The folder that paths of pictures count from; null takes no paths, only pictures in base64, as a server must.</summary>
    public string? ImageFolder { get; init; }

    /// <summary>Answers one row.</summary>
    /// <param name="json">An object of column names and values; what it leaves out counts as missing.</param>
    /// <param name="shownAs">What the row is called in messages.</param>
    /// <param name="notices">Receives what was decided for the user.</param>
    /// <exception cref="UserErrorException">The row does not fit the data that was learnt.</exception>
    public Prediction PredictRow(string json, string shownAs, ICollection<Message> notices)
    {
        Table row = RowReader.Read(json, shownAs, bundle.Schema, notices);
        NoticeUnseen(row, notices);
        return Predict(row)[0];
    }

    /// <summary>Answers one row that is an object of the program: an anonymous one will do, or a dictionary.</summary>
    /// <param name="row">Its properties are the columns; what it leaves out counts as missing.</param>
    /// <exception cref="UserErrorException">The row does not fit the data that was learnt.</exception>
    /// <example>
    /// <code>
    /// Prediction answer = predictor.Predict(new { Income = 120, Home = "rent" });
    /// </code>
    /// </example>
    public Prediction Predict(object row) => PredictRow(JsonSerializer.Serialize(row), nameof(row), []);

    /// <summary>Answers many rows.</summary>
    /// <param name="rows">A JSON array of such objects.</param>
    /// <param name="shownAs">What the array is called in messages.</param>
    /// <param name="notices">Receives what was decided for the user.</param>
    /// <exception cref="UserErrorException">A row does not fit the data that was learnt.</exception>
    public IReadOnlyList<Prediction> PredictRows(JsonElement rows, string shownAs, ICollection<Message> notices)
    {
        Table table = RowReader.ReadMany(rows, shownAs, bundle.Schema, notices);
        NoticeUnseen(table, notices);
        return Predict(table);
    }

    /// <summary>Answers every row of a file, in any format that a recipe's source may have, part by part, so that it may be larger than memory.</summary>
    /// <remarks>The file is read twice: no row is answered before all have been checked.</remarks>
    /// <param name="file">The file.</param>
    /// <param name="notices">Receives what was decided for the user, before the first part.</param>
    /// <param name="shownAs">What the file is called in messages; its path when left out.</param>
    /// <returns>Rows as they were, and their answers in the same order.</returns>
    /// <exception cref="UserErrorException">The file is broken or does not fit the data that was learnt.</exception>
    public IEnumerable<(Table Rows, IReadOnlyList<Prediction> Answers)> PredictFile(string file, ICollection<Message> notices, string? shownAs = null)
    {
        if (IsOfPictures)
        {
            Table pictures = ReadFile(file, notices, shownAs);
            return [(pictures, Predict(pictures))];
        }

        HashSet<Message> said = [];
        foreach (Table part in Parts())
        {
            List<Message> news = [];
            Check(part, shownAs ?? file, news);
            foreach (Message message in news.Where(said.Add)) notices.Add(message);
        }

        return Parts().Select(part => (part, (IReadOnlyList<Prediction>)Predict(part)));

        IEnumerable<Table> Parts()
        {
            using TableReader reader = TableSource.Open(new SourceChoice(file, shownAs));
            foreach (Table part in reader.ReadParts(PartRows)) yield return part;
        }
    }

    /// <summary>Reads a file whose rows the model can answer.</summary>
    internal Table ReadFile(string file, ICollection<Message> notices, string? shownAs = null)
    {
        SourceChoice source = new(file, shownAs);
        Table table = IsOfPictures ? ImageTable.Read(source) : TableSource.Read(source);
        Check(table, shownAs ?? file, notices);
        return table;
    }

    private bool IsOfPictures => bundle.Schema.Features.Any(c => c.Type == ColumnType.Image);

    private void Check(Table table, string file, ICollection<Message> notices)
    {
        string[] features = [.. bundle.Schema.Features.Select(c => c.Name)];
        if (!features.Any(name => table.IndexOf(name) >= 0))
            throw new UserErrorException(PredictMessages.NoKnownColumn(file), PredictMessages.NoKnownColumnWayOut(features), new Place(file, 1));
        foreach (ColumnSchema column in bundle.Schema.Features)
        {
            int index = table.IndexOf(column.Name);
            if (index < 0) notices.Add(PredictMessages.MissingColumn(column.Name, file));
            else if (column.Type == ColumnType.Number) RequireNumbers(table, index);
        }

        NoticeUnseen(table, notices);
    }

    private static void RequireNumbers(Table table, int index)
    {
        IReadOnlyList<string?> cells = table.Column(index);
        for (int row = 0; row < cells.Count; row++)
        {
            if (cells[row] is not { } cell || Cell.TryNumber(cell, out _)) continue;
            throw new UserErrorException(PredictMessages.CellNotANumber(table.Names[index], cell), PredictMessages.CellNotANumberWayOut, table.PlaceOf(row));
        }
    }

    private void NoticeUnseen(Table table, ICollection<Message> notices)
    {
        foreach (ColumnSchema column in bundle.Schema.Features)
        {
            int index = table.IndexOf(column.Name);
            if (index < 0 || column.KnownValues is not { } known) continue;
            HashSet<string> values = new(known, StringComparer.Ordinal);
            foreach (string value in table.Column(index).OfType<string>().Distinct(StringComparer.Ordinal).Where(value => !values.Contains(value)))
                notices.Add(PredictMessages.UnseenValue(column.Name, value, known));
        }
    }

    private Prediction[] Predict(Table table)
    {
        TableSchema schema = bundle.Schema;
        if (table.Images is null) table = table.WithImages(new GivenImages(ImageFolder));
        float[] answers = bundle.Metrics.Decision.Scale(bundle.Model.Predict(table, [.. Enumerable.Range(0, table.RowCount)]), schema.Outputs, schema.LabelKind);
        int wrong = Array.FindIndex(answers, answer => !float.IsFinite(answer));
        if (wrong >= 0) throw new UserErrorException(PredictMessages.NoNumberAnswered, PredictMessages.NoNumberAnsweredWayOut, table.PlaceOf(wrong / schema.Outputs));
        return [.. answers.Chunk(schema.Outputs).Select(Answer)];
    }

    private Prediction Answer(float[] outputs)
    {
        TableSchema schema = bundle.Schema;
        if (schema.LabelKind == LabelKind.Number) return new Prediction(outputs[0].ToString("G6", CultureInfo.InvariantCulture), [], outputs[0]);
        KeyValuePair<string, double>[] probabilities = [.. schema.Classes.Select((name, k) => KeyValuePair.Create(name, (double)outputs[k]))];
        if (schema.LabelKind == LabelKind.OneClass) return new Prediction(schema.Classes[bundle.Metrics.Decision.Tell(outputs)], probabilities);
        string[] likely = [.. probabilities.Where(p => p.Value >= 0.5).Select(p => p.Key)];
        return new Prediction(string.Join(schema.LabelSeparator, likely), probabilities, Labels: likely);
    }
}
