using System.Globalization;
using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Data.Tables;
using Anneal.Data.Tabular;
using Anneal.Models;
using Anneal.Tests;
using Anneal.Training.Learners;

namespace Anneal.Training.Tests.Learners;

public sealed class PairChoiceTests
{
    [Fact]
    public void A_power_that_breaks_machines_is_found_and_kept_with_the_model()
    {
        LearningTask task = Machines((speed, torque, _) => speed * torque is < 12 or > 55);
        IReadOnlyList<NumberPair> pairs = PairChoice.Choose(task);
        pairs[0].ShouldBe(new NumberPair("speed", PairOperation.Product, "torque"));
        PairChoice.Choose(task).ShouldBe(pairs);

        LearningTask paired = task with { Schema = task.Schema with { Pairs = pairs } };
        double without = Loss(task), with = Loss(paired);
        with.ShouldBeLessThan(0.8 * without);
    }

    [Fact]
    public void Where_each_column_speaks_for_itself_there_are_no_pairs() => PairChoice.Choose(Machines((speed, _, wear) => speed > 8 || wear > 0.8)).ShouldBeEmpty();

    [Fact]
    public void Test_rows_do_not_choose()
    {
        LearningTask task = Machines((speed, torque, _) => speed * torque is < 12 or > 55);
        string?[] speed = [.. task.Table.Column(0)];
        foreach (int row in task.Split.Test) speed[row] = "1e9";
        Table changed = new("made.csv", task.Table.Names, [speed, .. Enumerable.Range(1, 3).Select(c => task.Table.Column(c).ToArray())], [.. Enumerable.Range(2, speed.Length)]);
        PairChoice.Choose(task with { Table = changed }).ShouldBe(PairChoice.Choose(task));
    }

    private static double Loss(LearningTask task)
    {
        FittedModel model = new BoostedTreesLearner().Learn(task);
        float[] answers = model.Predict(task.Table, task.Split.Test);
        using TempFolder folder = new();
        ModelFiles.Write(folder.Path, model);
        ModelFiles.Read(folder.Path).Predict(task.Table, task.Split.Test).ShouldBe(answers);
        return ValidationLoss.Of(answers, task.Labels.Take(task.Split.Test), OutputLink.Of(task.TrainLabels));
    }

    private static LearningTask Machines(Func<double, double, double, bool> breaks)
    {
        const int Rows = 3000;
        Random random = new(5);
        string?[][] cells = [new string?[Rows], new string?[Rows], new string?[Rows], new string?[Rows]];
        for (int i = 0; i < Rows; i++)
        {
            double speed = 1 + (9 * random.NextDouble()), torque = 1 + (9 * random.NextDouble()), wear = random.NextDouble();
            (cells[0][i], cells[1][i], cells[2][i]) = (Text(speed), Text(torque), Text(wear));
            cells[3][i] = breaks(speed, torque, wear) != (random.NextDouble() < 0.02) ? "yes" : "no";
        }

        Table table = new("made.csv", ["speed", "torque", "wear", "label"], cells, [.. Enumerable.Range(2, Rows)]);
        TableSchema schema = SchemaInference.Infer(table, TaskKind.TabularClassification, new ColumnChoice(null, []));
        DataSplit split = new([.. Enumerable.Range(0, Rows).Where(i => i % 5 > 1)], [.. Enumerable.Range(0, Rows).Where(i => i % 5 == 1)], [.. Enumerable.Range(0, Rows).Where(i => i % 5 == 0)]);
        return new LearningTask(TaskKind.TabularClassification, table, schema, Labels.Of(table, schema), split, new TrainChoice(), new LearnerOptions(new BoostedTreesLearner().Options));
    }

    private static string Text(double number) => number.ToString("F3", CultureInfo.InvariantCulture);
}
