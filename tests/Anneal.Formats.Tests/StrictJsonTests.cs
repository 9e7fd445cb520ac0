using System.Text;
using System.Text.Json;

namespace Anneal.Formats.Tests;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("""["\ud83d\ude00", "\\ud83d", "\n\u00e9", {"a\u4e2d": 1}]""")]
    [InlineData("\"x\"")]
    [InlineData(" 3 ")]
    public void Whole_characters_are_read(string text)
    {
        using JsonDocument document = StrictJson.Parse(text);
        document.RootElement.ToString().ShouldBe(JsonElement.Parse(text).ToString());
        StrictJson.Element(Encoding.UTF8.GetBytes(text)).ToString().ShouldBe(document.RootElement.ToString());
    }

    [Theory]
    [InlineData("""["\ud83d"]""", 0, 8)]
    [InlineData("""["\ud83dx\ude00"]""", 0, 8)]
    [InlineData("""["\ud83d\ud83d\ude00"]""", 0, 8)]
    [InlineData("""["\ud83d\n"]""", 0, 8)]
    [InlineData("[1,\n {\"\\udc00\": 1}]", 1, 3)]
    public void Half_a_character_is_told_with_its_place(string text, int line, int position)
    {
        HalfCharacterException error = Should.Throw<HalfCharacterException>(() => StrictJson.Element(text));
        (error.LineNumber, error.BytePositionInLine).ShouldBe((line, position));
        Should.Throw<HalfCharacterException>(() => StrictJson.Parse(text));
        Should.Throw<HalfCharacterException>(() => StrictJson.ParseAsync(new MemoryStream(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_no_json() => Should.Throw<JsonException>(() => StrictJson.Parse(new byte[] { (byte)'"', 0xC3, (byte)'"' }));
}
