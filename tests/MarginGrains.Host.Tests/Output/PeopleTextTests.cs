using MarginGrains.Host.Output;

namespace MarginGrains.Host.Tests.Output;

public sealed class PeopleTextTests
{
    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(0.0425, "42 ms")]
    [InlineData(1, "1 s")]
    [InlineData(59.999, "59 s")]
    [InlineData(120, "2 min")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(3600, "1 h")]
    [InlineData(3605, "1 h")]
    [InlineData(12_059, "3 h 20 min")]
    [InlineData(100_800, "1 d 4 h")]
    [InlineData(86_400_000, "1,000 d")]
    [InlineData(-125, "-2 min 5 s")]
    public void Duration_HasItsTwoLargestUnits(double seconds, string text) =>
        PeopleText.Duration(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Theory]
    [InlineData(0, "0.0 %")]
    [InlineData(0.3726, "37.2 %")]
    [InlineData(0.99999, "99.9 %")]
    [InlineData(1, "100.0 %")]
    public void Percent_IsRoundedDown(double part, string text) => PeopleText.Percent(part).ShouldBe(text);

    [Theory]
    [InlineData(0.25, "0.3 ticks/s")]
    [InlineData(412_345.4, "412,345 ticks/s")]
    public void Rate_HasThousandsSeparators(double rate, string text) => PeopleText.Rate(rate, "ticks").ShouldBe(text);

    [Fact]
    public void OneLine_HasNoControlCharacters() =>
        PeopleText.OneLine("a\nb\u001b[31mc").ShouldBe("a b [31mc");

    [Theory]
    [InlineData("marginCallsOpened", "margin calls opened")]
    [InlineData("file_not_found", "file not found")]
    [InlineData("USD", "USD")]
    [InlineData("client USD", "client USD")]
    [InlineData("US500", "US500")]
    public void Words_AreThoseOfTheName(string name, string words) => PeopleText.Words(name).ShouldBe(words);
}
