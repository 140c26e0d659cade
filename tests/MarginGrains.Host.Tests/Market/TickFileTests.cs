using MarginGrains.Host.Market;

namespace MarginGrains.Host.Tests.Market;

public sealed class TickFileTests : IDisposable
{
    private static readonly string[] Sound =
    [
        TickFolder.Header,
        "2014-05-02T12:30:00.123Z,EURUSD.OANDA,1.38676,1.38686,",
        "2014-05-02T12:30:00.123Z,GC-201312,,,1313.70",
        "2014-05-02T12:30:01Z,BTCUSD,4642.42,,4650",
    ];

    private readonly TickFolder _folder = new();

    [Theory]
    [InlineData("ticks.csv")]
    [InlineData("ticks.csv.gz")]
    [InlineData("TICKS.CSV")]
    public void File_IsPlayedLineByLine(string name)
    {
        var file = new TickFile(_folder.Write(name, Sound));

        file.Play().ShouldBe(
        [
            new(Time("12:30:00.123"), "EURUSD.OANDA", 1.38676m, 1.38686m, null),
            new(Time("12:30:00.123"), "GC-201312", null, null, 1313.70m),
            new(Time("12:30:01"), "BTCUSD", 4642.42m, null, 4650m),
        ]);
        file.Fraction.ShouldBe(1);
        file.Total.ShouldBeNull();
        file.Name.ShouldBe(name);
    }

    [Fact]
    public void File_WithByteOrderMarkAndWindowsLineEnds_IsPlayed() =>
        new TickFile(_folder.WriteText("ticks.csv", "\uFEFF" + string.Join("\r\n", Sound))).Play().Count().ShouldBe(3);

    [Fact]
    public void File_OfHeaderAlone_HasNoTicks() =>
        new TickFile(_folder.Write("ticks.csv", TickFolder.Header)).Play().ShouldBeEmpty();

    [Fact]
    public void File_PlayedTwice_GivesTheSameTicks()
    {
        var file = new TickFile(_folder.Write("ticks.csv.gz", Sound));

        file.Play().ToList().ShouldBe(file.Play().ToList());
    }

    [Fact]
    public void Progress_FollowsThePositionInTheFile()
    {
        var lines = Enumerable.Range(0, 200_000).Select(n => $"2014-05-02T12:30:00Z,S{n % 97},{n + 1},{n + 2},");
        var file = new TickFile(_folder.Write("ticks.csv", [TickFolder.Header, .. lines]));
        var fractions = file.Play().Select(_ => file.Fraction).ToList();

        fractions.ShouldBe(fractions.Order());
        fractions[100_000].ShouldBe(0.5, 0.1);
        file.Fraction.ShouldBe(1);
    }

    [Fact]
    public void BadLines_WhenSkipped_AreCountedAndTheFirstRemembered()
    {
        var bad = Enumerable.Repeat("2014-05-02T12:30:00Z,EURUSD,0,1.2,", 25);
        var file = new TickFile(
            _folder.Write("ticks.csv",
                [.. Sound, .. bad, "2014-05-02T12:29:59Z,A,1,2,", "2014-05-02T12:30:01Z,A,1,2,"]),
            skipBadLines: true);

        file.Play().Select(tick => tick.Symbol).ShouldBe(["EURUSD.OANDA", "GC-201312", "BTCUSD", "A"]);
        file.BadLines.ShouldBe(26);
        file.FirstBadLines.Select(line => line.Line).ShouldBe(Enumerable.Range(5, 10).Select(n => (long?)n));
        file.FirstBadLines[0].Code.ShouldBe("price_not_positive");
        file.Play().Count().ShouldBe(4);
        file.BadLines.ShouldBe(26);
    }

    [Fact]
    public void BadHeader_IsNotSkipped() =>
        Should.Throw<MarketFileException>(() => new TickFile(
            _folder.Write("ticks.csv", "time,symbol,bid,ask,last"), skipBadLines: true).Play().Count())
            .Code.ShouldBe("header_wrong");

    [Fact]
    public void File_IsOpenedByTheFirstTickAndClosedAtTheEnd()
    {
        var path = _folder.PathOf("later.csv");
        var ticks = new TickFile(path).Play();
        _folder.Write("later.csv", Sound);

        ticks.First().Symbol.ShouldBe("EURUSD.OANDA");
        using var exclusive = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        exclusive.Length.ShouldBeGreaterThan(0);
    }

    public void Dispose() => _folder.Dispose();

    private static DateTimeOffset Time(string time) =>
        DateTimeOffset.Parse($"2014-05-02T{time}Z", System.Globalization.CultureInfo.InvariantCulture);
}
