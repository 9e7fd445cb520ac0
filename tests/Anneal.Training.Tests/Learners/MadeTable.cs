using System.Globalization;
using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Data.Tables;
using Anneal.Training.Learners;

namespace Anneal.Training.Tests.Learners;

/// <summary>A made table of two numbers, one with gaps, and a category, with a label that a line tells partly and a bend tells wholly.</summary>
internal static class MadeTable
{
    public static LearningTask Task(TaskKind kind, int rows, string learner, int classes = 2)
    {
        Random random = new(4);
        string?[] x = new string?[rows], y = new string?[rows], colour = new string?[rows], label = new string?[rows];
        string[] colours = ["red", "green", "blue", "grey"], names = ["no", "perhaps", "yes"];
        for (int i = 0; i < rows; i++)
        {
            double a = (random.NextDouble() * 4) - 2, b = random.NextDouble();
            int c = random.Next(4);
            bool gap = random.NextDouble() < 0.1;
            x[i] = a.ToString("F3", CultureInfo.InvariantCulture);
            y[i] = gap ? null : b.ToString("F3", CultureInfo.InvariantCulture);
            colour[i] = colours[c];
            double value = (1.5 * a) + (a * a) + (gap ? 1 : b) + (c == 2 ? 2 : 0) + (0.3 * random.NextDouble());
            label[i] = kind == TaskKind.TabularRegression ? value.ToString("F3", CultureInfo.InvariantCulture) : names[classes == 2 ? (value > 2 ? 2 : 0) : Math.Clamp((int)value, 0, 2)];
        }

        Table table = new("made.csv", ["x", "y", "colour", "label"], [x, y, colour, label], [.. Enumerable.Range(2, rows)]);
        TableSchema schema = SchemaInference.Infer(table, kind, new ColumnChoice(null, []));
        DataSplit split = new([.. Enumerable.Range(0, rows).Where(i => i % 5 > 1)], [.. Enumerable.Range(0, rows).Where(i => i % 5 == 1)], [.. Enumerable.Range(0, rows).Where(i => i % 5 == 0)]);
        Learner chosen = LearnerList.For(kind).Single(l => l.Name == learner);
        return new LearningTask(kind, table, schema, Labels.Of(table, schema), split, new TrainChoice(), new LearnerOptions(chosen.Options));
    }
}
