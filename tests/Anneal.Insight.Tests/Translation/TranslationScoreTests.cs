using System.Text.Json;
using Anneal.Insight.Translation;
using Anneal.Tests;

namespace Anneal.Insight.Tests.Translation;

public sealed class TranslationScoreTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Read().GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_are_those_of_the_formulas(int number)
    {
        JsonElement made = Read()[number];
        string name = made.GetProperty("name").GetString()!;
        string[] translations = Texts(made.GetProperty("translations")), references = Texts(made.GetProperty("references"));
        Func<string, string[]> words = made.GetProperty("words").GetString() == "chinese" ? BleuTokens.Chinese : BleuTokens.Western;
        JsonElement[] cut = [.. made.GetProperty("cut").EnumerateArray()];
        for (int i = 0; i < translations.Length; i++) words(translations[i]).ShouldBe(Texts(cut[i]), name);

        Bleu.Of(translations, references, words).ShouldBe(made.GetProperty("bleu").GetDouble(), 1e-9, name);
        ChrF.Of(translations, references).ShouldBe(made.GetProperty("chrf").GetDouble(), 1e-9, name);
    }

    /// <summary>"the the the …" against "the cat is on the mat": each run counts no more often than the reference has it (Papineni et al., 2002, section 2.1).</summary>
    [Fact]
    public void A_word_said_again_and_again_counts_as_often_as_the_reference_has_it()
    {
        string[] translations = ["the the the the the the the", "a b c d"], references = ["the cat is on the mat", "a b c d"];

        // Of one word 2 + 4 of 11, of two 3 of 9, of three 2 of 7, of four 1 of 5.
        Bleu.Of(translations, references, BleuTokens.Western).ShouldBe(100 * Math.Pow(6.0 / 11 * (3.0 / 9) * (2.0 / 7) * (1.0 / 5), 0.25), 1e-9);
    }

    [Fact]
    public void The_language_is_told_from_the_references()
    {
        BleuTokens.For(["我想不起來。", "Tom说"])("我们好").ShouldBe(["我", "们", "好"]);
        BleuTokens.For(["What does 你好 mean in English?"])("It's 3.5, no?").ShouldBe(["It's", "3.5", ",", "no", "?"]);
        BleuTokens.For([]).ShouldNotBeNull();
    }

    [Fact]
    public void Nothing_is_worth_nothing()
    {
        Bleu.Of([], [], BleuTokens.Western).ShouldBe(0);
        ChrF.Of([""], [""]).ShouldBe(0);
        ChrF.Of([], []).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => ChrF.Of(["a"], []));
    }

    private static JsonElement Read() => JsonElement.Parse(File.ReadAllText(TestData.Fixture("metrics", "translation.json")));

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString()!)];
}
