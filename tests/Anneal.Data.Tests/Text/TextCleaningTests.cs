using Anneal.Data.Text;

namespace Anneal.Data.Tests.Text;

public sealed class TextCleaningTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("  \t ", "")]
    [InlineData("Ｈｅｌｌｏ，　ＷＯＲＬＤ！", "hello, world!")]
    [InlineData("a\r\n\u0007b\u200b\ufeffc", "a bc")]
    [InlineData("外卖 很好", "外卖 很好")]
    [InlineData("ÉCLAIR Ünter", "éclair ünter")]
    [InlineData("好❤️吃", "好❤吃")]
    public void OneThingIsWrittenOneWay(string? text, string expected) => TextCleaning.Clean(text).ShouldBe(expected);

    [Fact]
    public void CapitalsStayWhereTheyMatter() => TextCleaning.Clean("Apple  Pie", lowercase: false).ShouldBe("Apple Pie");

    [Fact]
    public void CleanTextStaysAsItIs()
    {
        Random random = new(9);
        for (int i = 0; i < 2000; i++)
        {
            string once = TextCleaning.Clean(new string([.. Enumerable.Range(0, random.Next(20)).Select(_ => (char)random.Next(0x10000))]));
            TextCleaning.Clean(once).ShouldBe(once);
        }
    }

    [Theory]
    [InlineData("don't stop, 3 cats_2!", "don|'|t|stop|,|3|cats_2|!")]
    [InlineData("外卖ok的😀é", "外|卖|ok|的|😀|é")]
    [InlineData("한국어 텍스트 かな", "한국어|텍스트|か|な")]
    [InlineData("", "")]
    public void WordsAreFoundWithoutADictionary(string text, string words)
    {
        List<Range> ranges = [];
        WordSplitting.Split(text, ranges);
        string.Join('|', ranges.Select(r => text[r])).ShouldBe(words);
    }
}
