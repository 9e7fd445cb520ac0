using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Tests;

namespace Anneal.Data.Tests;

public sealed class ExampleSplitTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Groups_stay_together()
    {
        (IReadOnlyList<string> examples, DataSplit split) = ExampleSplit.Read<string>(new SourceChoice("x"), Choice(SplitKind.Random), _ => Enumerable.Range(0, 300).Select(i => $"{i / 3}:{i}").ToArray(), text => text.Split(':')[0]);
        examples.Count.ShouldBe(300);
        (split.Train.Length + split.Valid.Length + split.Test.Length).ShouldBe(300);
        split.Valid.Length.ShouldBeInRange(24, 36);
        foreach (int[] part in new[] { split.Train, split.Valid, split.Test })
            part.GroupBy(i => i / 3).ShouldAllBe(group => group.Count() == 3);
    }

    [Fact]
    public void A_file_gives_each_example_its_part()
    {
        SourceChoice words = new(folder.Write("parts.txt", "train\ntest\nvalid\ntrain\n"));
        DataSplit split = ExampleSplit.Read<string>(new SourceChoice("x"), Choice(SplitKind.File) with { File = words }, _ => new[] { "a", "b", "c", "d" }).Split;
        split.Train.ShouldBe([0, 3]);
        split.Valid.ShouldBe([2]);
        split.Test.ShouldBe([1]);
        Should.Throw<UserErrorException>(() => ExampleSplit.Read<string>(new SourceChoice("x"), Choice(SplitKind.File) with { File = words }, _ => new[] { "a", "b" })).Message.ShouldContain("4 lines");
    }

    [Fact]
    public void Files_of_their_own_follow_each_other_and_what_is_missing_is_taken_from_the_first()
    {
        IReadOnlyList<string> Read(SourceChoice source) => [.. Enumerable.Range(0, source.Location == "x" ? 100 : 7).Select(i => source.Location + i)];
        (IReadOnlyList<string> examples, DataSplit split) = ExampleSplit.Read<string>(new SourceChoice("x"), Choice(SplitKind.Parts) with { TestFile = new SourceChoice("y") }, Read);
        split.Test.Select(i => examples[i]).ShouldAllBe(example => example.StartsWith('y'));
        split.Test.Length.ShouldBe(7);
        split.Valid.Length.ShouldBe(10);
        split.Train.Length.ShouldBe(90);
    }

    [Fact]
    public void Columns_are_for_tables() =>
        Should.Throw<UserErrorException>(() => ExampleSplit.Read<string>(new SourceChoice("x"), Choice(SplitKind.Time), _ => new[] { "a", "b", "c" })).Message.ShouldContain("table");

    private static SplitChoice Choice(SplitKind by) => new(by, new SplitFractions(0.8, 0.1, 0.1, Stratify: true, 7));
}
