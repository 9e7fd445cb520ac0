using System.Globalization;
using Anneal.Data.Tables;
using Anneal.Workflow.Predictions;
using CsvHelper;

namespace Anneal.Cli.Views;

/// <summary>A file's rows as they came, with the answer behind each.</summary>
internal static class PredictionCsv
{
    public static void Write(TextWriter output, string label, IEnumerable<(Table Rows, IReadOnlyList<Prediction> Answers)> parts)
    {
        using CsvWriter csv = CsvWriter.Create(output, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        bool headed = false;
        foreach ((Table rows, IReadOnlyList<Prediction> answers) in parts)
        {
            if (!headed) WriteHeader(csv, label, rows, answers[0]);
            headed = true;
            for (int row = 0; row < rows.RowCount; row++)
            {
                for (int column = 0; column < rows.Names.Count; column++) csv.WriteField(rows.Column(column)[row]);
                csv.WriteField(answers[row].Label);
                foreach ((_, double probability) in answers[row].Probabilities) csv.WriteField(probability.ToString("0.######", CultureInfo.InvariantCulture));
                csv.EndRecord();
            }
        }
    }

    private static void WriteHeader(CsvWriter csv, string label, Table rows, Prediction first)
    {
        foreach (string name in rows.Names) csv.WriteField(name);
        csv.WriteField($"predicted_{label}");
        foreach ((string name, _) in first.Probabilities) csv.WriteField($"probability_{name}");
        csv.EndRecord();
    }
}
