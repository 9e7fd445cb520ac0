using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Data.Text.Corpora;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Corpora;

public sealed class CorpusSplitTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void One_long_text_is_cut_from_front_to_back_and_nothing_is_lost()
    {
        string text = string.Concat(Enumerable.Range(0, 400).Select(i => $"Line {i}: 春眠不觉晓 😀\r\n"));
        CorpusPiece[] pieces = Read(folder.Write("a.txt", text), DocumentUnit.Whole, new SplitFractions(0.8, 0.1, 0.1, Stratify: false, Seed: 7));
        string.Concat(pieces.Select(piece => piece.Text)).ShouldBe(text.ReplaceLineEndings("\n"));
        pieces.Select(piece => piece.Part).ShouldBe([SplitPart.Train, SplitPart.Valid, SplitPart.Test]);
        pieces.Select(piece => piece.EndsDocument).ShouldBe([false, false, true]);
        pieces[0].Text.Length.ShouldBeInRange((int)(text.ReplaceLineEndings("\n").Length * 0.8) - 1, (int)(text.ReplaceLineEndings("\n").Length * 0.8) + 1);
        pieces.Any(piece => char.IsLowSurrogate(piece.Text[0]) || char.IsHighSurrogate(piece.Text[^1])).ShouldBeFalse();
    }

    [Fact]
    public void Without_a_test_part_all_of_the_rest_is_for_validation()
    {
        CorpusPiece[] pieces = Read(folder.Write("a.txt", new string('a', 999) + "\n"), DocumentUnit.Whole, new SplitFractions(0.9, 0.1, 0, Stratify: false, Seed: 7));
        pieces.Select(piece => (piece.Part, piece.Text.Length)).ShouldBe([(SplitPart.Train, 900), (SplitPart.Valid, 100)]);
    }

    [Fact]
    public void Many_documents_are_shared_out_whole()
    {
        CorpusPiece[] pieces = Read(folder.Write("a.txt", string.Join("\n\n", Enumerable.Range(0, 1000).Select(i => $"one {i}\ntwo"))), DocumentUnit.Paragraphs, new SplitFractions(0.8, 0.1, 0.1, Stratify: false, Seed: 7));
        pieces.Length.ShouldBe(1000);
        pieces.ShouldAllBe(piece => piece.EndsDocument);
        pieces[17].Text.ShouldBe("one 17\ntwo");
        pieces.Count(piece => piece.Part == SplitPart.Train).ShouldBeInRange(750, 850);
        pieces.Count(piece => piece.Part == SplitPart.Test).ShouldBeInRange(60, 140);
    }

    [Fact]
    public void Reads_folders_and_the_texts_of_json_lines()
    {
        folder.Write("a.txt", "first\n");
        folder.Write("b.jsonl", "{\"text\": \"second\"}\n\n{\"text\": \"third\", \"by\": 3}\n");
        folder.Write("c.png", [1, 2, 3]);
        string.Concat(Read(folder.Path, DocumentUnit.Whole, new SplitFractions(0.9, 0.1, 0, Stratify: false, Seed: 7)).Select(piece => piece.Text)).ShouldBe("first\nsecondthird");
    }

    [Fact]
    public void Says_where_a_json_line_has_no_text()
    {
        string path = folder.Write("b.jsonl", "{\"text\": \"a\"}\n{\"txt\": \"b\"}\n");
        UserErrorException error = Should.Throw<UserErrorException>(() => Read(path, DocumentUnit.Whole, new SplitFractions(0.9, 0.1, 0, Stratify: false, Seed: 7)));
        error.Place!.Value.Line.ShouldBe(2);
    }

    private static CorpusPiece[] Read(string path, DocumentUnit unit, SplitFractions fractions) => [.. CorpusSplit.Read(new CorpusChoice(new SourceChoice(path), unit, fractions))];
}
