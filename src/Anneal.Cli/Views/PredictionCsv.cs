using System.Globalization;
using Anneal.Data.Tables;
using Anneal.Workflow.Predictions;
using CsvHelper;

namespace Anneal.Cli.Views;

/// <summary>A file's rows as they came, with the answer behind each.</summary>
internal static class PredictionCsv
{
    public static void Write(TextWriter output, string label, Table rows, IReadOnlyList<Prediction> answers)
    {
        using CsvWriter csv = CsvWriter.Create(output, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        foreach (string name in rows.Names) csv.WriteField(name);
        csv.WriteField($"predicted_{label}");
        foreach ((string name, _) in answers[0].Probabilities) csv.WriteField($"probability_{name}");
        csv.EndRecord();
        for (int row = 0; row < rows.RowCount; row++)
        {
            for (int column = 0; column < rows.Names.Count; column++) csv.WriteField(rows.Column(column)[row]);
            csv.WriteField(answers[row].Label);
            foreach ((_, double probability) in answers[row].Probabilities) csv.WriteField(probability.ToString("0.######", CultureInfo.InvariantCulture));
            csv.EndRecord();
        }
    }
}
