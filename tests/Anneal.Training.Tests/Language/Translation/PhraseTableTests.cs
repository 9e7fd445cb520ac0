using Anneal.Data.Text.Grams;
using Anneal.Training.Language.Translation;

namespace Anneal.Training.Tests.Language.Translation;

public sealed class PhraseTableTests
{
    private static readonly string[] English = ["I drink tea.", "I drink water.", "You drink water.", "You eat rice.", "I eat rice.", "Do you drink milk?", "The tea is cold."];

    private static readonly string[] Chinese = ["我喝茶。", "我喝水。", "你喝水。", "你吃饭。", "我吃饭。", "你喝牛奶吗？", "茶很冷。"];

    [Theory]
    [InlineData("I drink tea.", "我喝茶。")]
    [InlineData("you drink tea.", "你喝茶。")]
    [InlineData("I eat rice", "我吃饭")]
    [InlineData("I drink coffee.", "我喝coffee。")]
    [InlineData("", "")]
    public void Puts_what_it_has_seen_together_anew(string text, string wanted) => new PhraseTable(English, Chinese).Translate(text).ShouldBe(wanted);

    [Fact]
    public void Words_of_a_language_with_spaces_get_spaces() => new PhraseTable(Chinese, English).Translate("茶 水").ShouldContain(' ');

    [Fact]
    public void The_nearest_text_shares_the_rare_words()
    {
        float[] nearness = new NearestTexts(English).Nearness(["cold tea"]).Single();
        Array.IndexOf(nearness, nearness.Max()).ShouldBe(6);
        new NearestTexts(Chinese).Nearness(["牛奶", "外星人"]).Select(each => Array.IndexOf(each, each.Max())).First().ShouldBe(5);
    }
}
