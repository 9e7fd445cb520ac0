using Anneal.Insight.Metrics;

namespace Anneal.Insight.Tests.Metrics;

/// <summary>Small answers whose numbers can be worked out on paper.</summary>
public sealed class ByHandTests
{
    [Fact]
    public void Auc_counts_pairs_and_halves_for_ties()
    {
        // Positives 0.9, 0.5, 0.4 against negatives 0.5, 0.3: of 6 pairs, 4 are right, one is a tie, one is wrong.
        bool[] positive = [true, false, true, false, true];
        float[] scores = [0.9f, 0.5f, 0.5f, 0.3f, 0.4f];
        RocAuc.Measure(positive, scores).ShouldBe(4.5 / 6, 1e-12);
    }

    [Fact]
    public void Auc_of_a_perfect_a_reversed_and_a_constant_score()
    {
        bool[] positive = [false, false, true, true];
        RocAuc.Measure(positive, [1, 2, 3, 4]).ShouldBe(1);
        RocAuc.Measure(positive, [4, 3, 2, 1]).ShouldBe(0);
        RocAuc.Measure(positive, [5, 5, 5, 5]).ShouldBe(0.5);
        RocAuc.Measure([true, true], [1, 2]).ShouldBe(double.NaN);
        Should.Throw<ArgumentException>(() => RocAuc.Measure([true], [1, 2]));
    }

    [Fact]
    public void Auc_of_three_classes_is_the_mean_of_each_against_the_rest()
    {
        float[] probabilities =
        [
            0.7f, 0.2f, 0.1f,
            0.3f, 0.4f, 0.3f,
            0.2f, 0.5f, 0.3f,
            0.1f, 0.6f, 0.3f,
        ];

        // Class 0: 0.7, 0.1 against 0.3, 0.2: 2 of 4. Class 1: 0.4 against 0.2, 0.5, 0.6: 1 of 3. Class 2: 0.3 against 0.1, 0.3, 0.3: 2 of 3.
        Scores.Measure(Answers.OfClasses([0, 1, 2, 0], probabilities, ["a", "b", "c"]))["auc"]!.Value.ShouldBe((0.5 + (1 / 3.0) + (2 / 3.0)) / 3, 1e-12);
    }

    [Fact]
    public void Log_loss_is_the_mean_surprise_and_never_infinite()
    {
        Scores.Measure(Answers.OfClasses([0, 1], [0.5f, 0.5f, 0.75f, 0.25f], ["a", "b"]))["log-loss"]!.Value.ShouldBe((Math.Log(2) + Math.Log(4)) / 2, 1e-7);
        Scores.Measure(Answers.OfClasses([0], [0f, 1f], ["a", "b"]))["log-loss"]!.Value.ShouldBe(-Math.Log(1e-15), 1e-9);
    }

    [Fact]
    public void Confusion_gives_accuracy_precision_recall_and_f1()
    {
        // 3 of 4 zeros right; 1 of 2 ones right; no row is told as 2, and none is one: it has no say in the mean.
        float[] probabilities = [1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0];
        Scores scores = Scores.Measure(Answers.OfClasses([0, 0, 0, 0, 1, 1], probabilities, ["a", "b", "c"]));
        scores.Confusion[0].ShouldBe([3, 1, 0]);
        scores.Confusion[1].ShouldBe([1, 1, 0]);
        scores["accuracy"].ShouldBe(4 / 6.0);
        scores["balanced-accuracy"].ShouldBe((0.75 + 0.5) / 2);
        scores.Classes[0].ShouldBe(new ClassScores("a", 0.75, 0.75, 0.75, 4));
        scores.Classes[1].ShouldBe(new ClassScores("b", 0.5, 0.5, 0.5, 2));
        scores.Classes[2].ShouldBe(new ClassScores("c", 0, 0, 0, 0));
        scores["f1"]!.Value.ShouldBe(1.25 / 2, 1e-12);
    }

    [Fact]
    public void Scores_take_the_most_likely_class_and_the_first_of_equals()
    {
        Answers.OfClasses([0, 1], [0.5f, 0.5f, 0.1f, 0.9f], ["no", "yes"]).Told.ShouldBe([0, 1]);
        Scores scores = Scores.Measure(Answers.OfClasses([0, 1, 1], [0.8f, 0.2f, 0.4f, 0.6f, 0.9f, 0.1f], ["no", "yes"]));
        scores["accuracy"].ShouldBe(2 / 3.0);
        scores["auc"].ShouldBe(0.5);
        scores.Classes[1].ShouldBe(new ClassScores("yes", 1, 0.5, 2 / 3.0, 2));
        scores.Confusion[1].ShouldBe([1, 1]);
    }
}
