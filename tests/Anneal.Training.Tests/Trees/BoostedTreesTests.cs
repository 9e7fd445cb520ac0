using Anneal.Models.Trees;
using Anneal.Tensors;
using Anneal.Training.Trees;

namespace Anneal.Training.Tests.Trees;

public sealed class BoostedTreesTests
{
    private static readonly TreeOptions Options = new() { Rounds = 60 };

    [Fact]
    public void Learns_bends_gaps_and_categories()
    {
        TreeColumns train = MadeRows.Columns(3000, 1), test = MadeRows.Columns(1000, 2);
        float[] answers = MadeRows.Fit(Options with { Rounds = 200 }, train, TreeLoss.Squares(MadeRows.Values(train, 3)), test);
        MadeRows.Error(answers, test).ShouldBeLessThan(0.12);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Learns_two_classes_by_leaves_or_by_depths(bool bestFirst)
    {
        TreeColumns train = MadeRows.Columns(3000, 1), test = MadeRows.Columns(1000, 2);
        float[] labels = MadeRows.Labels(test), scores = MadeRows.Fit(Options with { BestFirst = bestFirst }, train, TreeLoss.Logistic(MadeRows.Labels(train)), test);
        scores.Where((score, i) => score > 0 == labels[i] > 0).Count().ShouldBeGreaterThan(960);
    }

    [Fact]
    public void Learns_several_classes()
    {
        TreeColumns train = MadeRows.Columns(3000, 1), test = MadeRows.Columns(1000, 2);
        static int[] Classes(TreeColumns rows) => [.. Enumerable.Range(0, rows.Rows).Select(i => Math.Clamp((int)MadeRows.Truth(rows, i), 0, 3))];
        float[] scores = MadeRows.Fit(Options, train, TreeLoss.Softmax(Classes(train), 4), test);
        int[] classes = Classes(test);
        Enumerable.Range(0, test.Rows).Count(i => scores.AsSpan(i * 4, 4).IndexOf(scores.AsSpan(i * 4, 4).ToArray().Max()) == classes[i]).ShouldBeGreaterThan(920);
    }

    [Fact]
    public void Gives_the_same_bits_with_one_thread_and_with_several()
    {
        TreeColumns train = MadeRows.Columns(20_000, 1);
        TreeLoss loss = TreeLoss.Logistic(MadeRows.Labels(train));
        TreeOptions options = Options with { Rounds = 10, RowShare = 0.7, ColumnShare = 0.9, NodeColumnShare = 0.7, Seed = 9 };
        float[] one = MadeRows.Fit(options with { Threads = 1 }, train, loss, train);
        foreach (int threads in (ReadOnlySpan<int>)[2, 5]) MadeRows.Fit(options with { Threads = threads }, train, loss, train).ShouldBe(one);
        MadeRows.Fit(options with { Seed = 10 }, train, loss, train).ShouldNotBe(one);
    }

    [Fact]
    public void Does_not_care_how_a_number_is_measured()
    {
        TreeColumns train = MadeRows.Columns(2000, 1);
        float[][] other = [[.. train.Column(0).ToArray().Select(x => MathF.Exp(3 * x))], train.Column(1).ToArray(), train.Column(2).ToArray()];
        TreeLoss loss = TreeLoss.Squares(MadeRows.Values(train, 3));
        TreeColumns changed = new(other, train.Categories);
        MadeRows.Fit(Options, changed, loss, changed).ShouldBe(MadeRows.Fit(Options, train, loss, train));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Rises_or_falls_only_where_it_must(int direction)
    {
        TreeColumns train = MadeRows.Columns(3000, 1);
        TreeEnsemble trees = new BoostedTrees(Options with { Monotone = [direction, 0, 0] }).Fit(train, TreeLoss.Squares(MadeRows.Values(train, 3))).Trees;

        // The truth is x², which does both: along x, every other thing being equal, the answer must not.
        float[] x = [.. Enumerable.Range(0, 200).Select(i => -2 + (i * 0.02f))];
        for (int row = 0; row < 50; row++)
        {
            float[] y = new float[200], category = new float[200];
            Array.Fill(y, train.Column(1)[row]);
            Array.Fill(category, train.Column(2)[row]);
            float[] answers = trees.Scores(new TreeColumns([x, y, category], train.Categories));
            for (int i = 1; i < answers.Length; i++) (direction * (answers[i] - answers[i - 1])).ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    [Fact]
    public void Takes_a_weight_of_two_for_two_rows()
    {
        // Few different numbers, so that both tables have the same bins.
        TreeColumns fine = MadeRows.Columns(1500, 1);
        static float[] Coarse(ReadOnlySpan<float> column) => Array.ConvertAll(column.ToArray(), x => MathF.Round(x * 20));
        TreeColumns train = new([Coarse(fine.Column(0)), Coarse(fine.Column(1)), fine.Column(2).ToArray()], fine.Categories);
        int[] rows = [.. Enumerable.Range(0, 1500), .. Enumerable.Range(0, 500)];
        float[] values = MadeRows.Values(fine, 3), weights = [.. Enumerable.Range(0, 1500).Select(i => i < 500 ? 2f : 1f)];
        float[] weighted = MadeRows.Fit(Options, train, TreeLoss.Squares(values), train, weights);
        float[] doubled = MadeRows.Fit(Options, train.Take(rows), TreeLoss.Squares(Array.ConvertAll(rows, r => values[r])), train);
        for (int i = 0; i < weighted.Length; i++) weighted[i].ShouldBe(doubled[i], 0.02f);
    }

    [Fact]
    public void Answers_for_rows_without_values_and_for_unknown_categories()
    {
        TreeColumns train = MadeRows.Columns(2000, 1);
        TreeColumns odd = new([[float.NaN, 0.5f, float.PositiveInfinity], [float.NaN, float.NaN, 1], [float.NaN, 400, -3]], train.Categories);
        MadeRows.Fit(Options, train, TreeLoss.Squares(MadeRows.Values(train, 3)), odd).ShouldAllBe(v => float.IsFinite(v));
    }

    [Fact]
    public void Stops_by_the_validation_rows_and_keeps_the_best_round()
    {
        TreeColumns train = MadeRows.Columns(300, 1), valid = MadeRows.Columns(300, 2);
        List<double> losses = [];
        TreeLoss validLoss = TreeLoss.Squares(MadeRows.Values(valid, 4, 2));
        TreeOutcome outcome = new BoostedTrees(Options with { Rounds = 1000, Patience = 15, LearningRate = 0.3 }, (_, loss) =>
        {
            losses.Add(loss);
            return true;
        }).Fit(train, TreeLoss.Squares(MadeRows.Values(train, 3, 2)), null, valid, validLoss);
        outcome.RoundsRun.ShouldBe(outcome.BestRound + 15);
        outcome.BestValidLoss.ShouldBe(losses.Min());
        outcome.Trees.Trees.ShouldBe(outcome.BestRound);
        validLoss.Sum(outcome.Trees.Scores(valid), [], 0, 300).ShouldBe(300 * outcome.BestValidLoss, 0.01);
    }

    [Fact]
    public void Is_kept_as_tensors_and_refuses_broken_ones()
    {
        TreeColumns train = MadeRows.Columns(500, 1);
        TreeEnsemble trees = new BoostedTrees(Options).Fit(train, TreeLoss.Squares(MadeRows.Values(train, 3))).Trees;
        Dictionary<string, Tensor> tensors = TreeTensors.ToTensors(trees);
        TreeTensors.FromTensors(tensors, 3).Scores(train).ShouldBe(trees.Scores(train));

        Random random = new(5);
        for (int trial = 0; trial < 300; trial++)
        {
            Dictionary<string, Tensor> broken = TreeTensors.ToTensors(trees);
            string name = broken.Keys.ElementAt(random.Next(broken.Count));
            Tensor tensor = broken[name];
            if (tensor.DType == DType.Int32) tensor.AsSpan<int>()[random.Next((int)tensor.ElementCount)] = random.Next() - (1 << 30);
            if (tensor.DType == DType.UInt8) tensor.AsSpan<byte>()[random.Next((int)tensor.ElementCount)] = (byte)random.Next();
            try
            {
                TreeTensors.FromTensors(broken, 3).Scores(train).Length.ShouldBe(500);
            }
            catch (ArgumentException)
            {
                // Refused, as it should be.
            }
        }
    }
}
