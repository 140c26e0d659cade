using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Tests.Primitives;

public class DecimalTextTests
{
    [Theory]
    [InlineData("1.500", 0, "1.5", "zeros at the end say nothing")]
    [InlineData("1.500", 2, "1.50", "but money shows its cents")]
    [InlineData("7", 2, "7.00", "money shows its cents")]
    [InlineData("7.000", 0, "7", "no point without digits")]
    [InlineData("100", 0, "100", "zeros before the point stay")]
    [InlineData("1.23456", 2, "1.23456", "never cut")]
    [InlineData("-0.0000000000000000000000000001", 0, "-0.0000000000000000000000000001", "no exponent")]
    public void Numbers_AreWrittenPlainly(string value, int leastDecimals, string text, string reason) =>
        DecimalText.Format(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), leastDecimals)
            .ShouldBe(text, reason);

    [Theory]
    [InlineData("12.50", true, "plain")]
    [InlineData("-3", true, "a sign")]
    [InlineData("0000000000000000000000000000001", true, "leading zeros are no digits")]
    [InlineData("1234567890123456789012345678", true, "28 digits")]
    [InlineData("", false, "nothing")]
    [InlineData(null, false, "nothing")]
    [InlineData(" 1", false, "a blank")]
    [InlineData("1e3", false, "an exponent")]
    [InlineData("1,000", false, "a separator")]
    [InlineData("1_000", false, "a separator")]
    [InlineData("0x1", false, "another base")]
    [InlineData("NaN", false, "no number")]
    [InlineData("5\0", false, "a zero character at the end")]
    [InlineData("1\u0663", false, "digits of another script")]
    [InlineData("0.12345678901234567890123456789", false, "29 digits after the point would be cut silently")]
    [InlineData("92345678901234567890.123456789", false, "more digits than a decimal holds would be cut silently")]
    [InlineData("99999999999999999999999999999999999999999", false, "too long")]
    public void OnlyPlainNumbers_AreRead(string? text, bool read, string reason) =>
        DecimalText.TryParse(text, out _).ShouldBe(read, reason);

    [Fact]
    public void WhatIsWritten_IsReadBackExactly()
    {
        foreach (var value in new[] { 0m, -1.10m, 0.0000000000000000000000000001m, 7922816251426433759354395033m })
        {
            DecimalText.TryParse(DecimalText.Format(value), out var back).ShouldBeTrue();
            back.ShouldBe(value);
        }
    }
}
