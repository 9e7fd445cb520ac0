using Anneal.Data.Tables;

namespace Anneal.Data.Tests;

public sealed class CellTests
{
    [Theory]
    [InlineData("12", 12)]
    [InlineData("-1.5e3", -1500)]
    [InlineData("1,234", 1234)]
    [InlineData("1,234,567.89", 1234567.89)]
    [InlineData("-1,234.5", -1234.5)]
    [InlineData("12.5%", 0.125)]
    [InlineData("-3 %", -0.03)]
    [InlineData("$1,200", 1200)]
    [InlineData("-$5.50", -5.5)]
    [InlineData("¥ 99", 99)]
    [InlineData("￥1,000", 1000)]
    [InlineData("88元", 88)]
    [InlineData(".5", 0.5)]
    public void Numbers_are_read_as_people_write_them(string text, double expected)
    {
        Cell.TryNumber(text, out double number).ShouldBeTrue();
        number.ShouldBe(expected, 1e-9);
    }

    [Theory]
    [InlineData("1e300")]
    [InlineData("-2e30")]
    [InlineData("1,5")]
    [InlineData("1234,567")]
    [InlineData("1,23,456")]
    [InlineData("1,234,56")]
    [InlineData("1.5,000")]
    [InlineData("12 apples")]
    [InlineData("$")]
    [InlineData("%")]
    [InlineData("-")]
    [InlineData("Infinity")]
    [InlineData("NaN")]
    [InlineData("2024-01-05")]
    [InlineData("")]
    public void What_is_no_number_is_refused(string text) => Cell.TryNumber(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("2024-01-05", "2024-01-05T00:00:00.0000000")]
    [InlineData("2024/1/5", "2024-01-05T00:00:00.0000000")]
    [InlineData("2024.12.31", "2024-12-31T00:00:00.0000000")]
    [InlineData("2024年1月5日", "2024-01-05T00:00:00.0000000")]
    [InlineData("2024年1月5日 8:30", "2024-01-05T08:30:00.0000000")]
    [InlineData("2024年1月5日18:30:01", "2024-01-05T18:30:01.0000000")]
    [InlineData("2024-01-05T08:30:15.25Z", "2024-01-05T08:30:15.2500000")]
    [InlineData("2024-01-05 08:30:00+08:00", "2024-01-05T00:30:00.0000000")]
    [InlineData("2024-02-29", "2024-02-29T00:00:00.0000000")]
    public void Dates_are_read_year_first(string text, string expected)
    {
        DateText.TryRead(text, out DateTime date).ShouldBeTrue();
        date.ToString("yyyy-MM-ddTHH:mm:ss.fffffff").ShouldBe(expected);
    }

    [Theory]
    [InlineData("2023-02-29")]
    [InlineData("2024-13-01")]
    [InlineData("2024-00-10")]
    [InlineData("5/1/2024")]
    [InlineData("2024-01/05")]
    [InlineData("20240105")]
    [InlineData("2024-01-05T25:00")]
    [InlineData("2024-01-05x")]
    [InlineData("2024-01-05 8")]
    [InlineData("0001-01-01 00:00+14:00")]
    [InlineData("1234567.89")]
    public void What_is_no_date_is_refused(string text) => DateText.TryRead(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("Yes", true)]
    [InlineData("no", false)]
    [InlineData("TRUE", true)]
    [InlineData("否", false)]
    [InlineData("是", true)]
    public void Yes_and_no_are_understood(string text, bool expected)
    {
        Cell.TryBoolean(text, out bool value).ShouldBeTrue();
        value.ShouldBe(expected);
        Cell.TryBoolean("1", out _).ShouldBeFalse();
    }
}
