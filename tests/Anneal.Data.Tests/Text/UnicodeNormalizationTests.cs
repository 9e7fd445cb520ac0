using System.Security.Cryptography;
using System.Text;
using Anneal.Data.Text.Unicode;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text;

public sealed class UnicodeNormalizationTests
{
    [Fact]
    public void EveryCharacterAndMixturesNormalizeAsPythonHasIt()
    {
        string[] mixed = File.ReadAllText(TestData.Fixture("unicode", "mixed.txt")).Split('\x1e');
        List<string> alone = [];
        for (int code = 0; code < 0x110000; code++)
            if (code is < 0xD800 or > 0xDFFF) alone.Add(char.ConvertFromUtf32(code));
        foreach (string line in File.ReadAllLines(TestData.Fixture("unicode", "sums.txt")))
        {
            string[] words = line.Split(' ');
            UnicodeForm form = Enum.Parse<UnicodeForm>(words[0], ignoreCase: true);
            Sum(alone, form).ShouldBe(words[1], words[0]);
            Sum(mixed, form).ShouldBe(words[2], words[0]);
        }
    }

    [Fact]
    public void ARunOfAMillionMarksIsNotQuadratic()
    {
        string text = "a" + new string('\u0301', 500_000) + new string('\u0323', 500_000);
        UnicodeNormalization.Normalize(text, UnicodeForm.Nfd)[1].ShouldBe('\u0323');
    }

    private static string Sum(IEnumerable<string> texts, UnicodeForm form) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\x1e', texts.Select(t => UnicodeNormalization.Normalize(t, form))))));
}
