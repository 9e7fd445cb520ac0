using System.Text;
using System.Text.RegularExpressions;
using Anneal.Data.Text.Tokenizers.Splitters;

namespace Anneal.Data.Tests.Text.Tokenizers;

public sealed class SplitterTests
{
    private static readonly string[] Bits = ["a", "B", "C", "ǅ", "ʰ", "/",  "é", "我", "1", "²", "Ⅻ", " ", "  ", "\t", "\n", "\r\n", "\u00A0", "\u3000", "'", "'s", "'T", "'RE", "'ll", "'Ve", "'m", "ſ", "!", "...", "-", "́", "े", "_", "$", "～", "'d"];

    [Fact]
    public void PiecesAreThoseOfThePublishedPatterns()
    {
        Check(new Gpt2Splitter(), Gpt2Splitter.Pattern);
        Check(new ContractionSplitter(3), ContractionSplitter.ThreeDigits);
        Check(new ContractionSplitter(1), ContractionSplitter.OneDigit);
        Check(new CasedSplitter(), CasedSplitter.Pattern);
        Check(new WhitespaceSplitter(cutsMarks: true), @"[\w\p{Nl}]+|[^\w\p{Nl}\s]+");
    }

    [Fact]
    public void CharactersBeyondTheBasicPlaneAreNotCut()
    {
        List<Range> pieces = [];
        const string Text = "a𝐀𝐁 𝟏𝟐 🦙🦙x";
        new Gpt2Splitter().Split(Text, pieces);
        pieces.Select(p => Text[p]).ShouldBe(["a𝐀𝐁", " 𝟏𝟐", " 🦙🦙", "x"]);
        pieces.Clear();
        new ContractionSplitter(1).Split(Text, pieces);
        pieces.Select(p => Text[p]).ShouldBe(["a𝐀𝐁", " ", "𝟏", "𝟐", " 🦙🦙", "x"]);
    }

    [Fact]
    public void TheLongSIsAnSWhereCaseDoesNotMatter()
    {
        // As the regular expressions of Rust and Python have it; those of .NET do not.
        List<Range> pieces = [];
        new ContractionSplitter(3).Split("a'ſb", pieces);
        pieces.ShouldBe([0..1, 1..3, 3..4]);
    }

    internal static void Check(TextSplitter splitter, string pattern)
    {
        Regex regex = new(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        Random random = new(3);
        List<Range> pieces = [];
        for (int i = 0; i < 5_000; i++)
        {
            StringBuilder builder = new();
            for (int n = random.Next(1, 12); n > 0; n--) builder.Append(Bits[random.Next(Bits.Length)]);
            string text = builder.ToString().Replace("'ſ", "ſ");
            pieces.Clear();
            splitter.Split(text, pieces);
            pieces.Select(p => text[p]).ShouldBe(regex.Matches(text).Select(m => m.Value), text);
        }
    }
}
