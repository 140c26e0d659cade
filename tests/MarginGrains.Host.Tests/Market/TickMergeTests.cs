using CsCheck;
using MarginGrains.Host.Market;

namespace MarginGrains.Host.Tests.Market;

public sealed class TickMergeTests
{
    private static readonly DateTimeOffset Start = new(2014, 5, 2, 12, 30, 0, TimeSpan.Zero);

    // Few distinct seconds, so that equal times are the rule; the price numbers the lines of a market.
    private static readonly Gen<ListedMarket[]> Markets =
        Gen.Int[0, 8].Array[0, 12].Array[0, 5].Select(files => files.Select((seconds, file) => new ListedMarket(
            $"M{file}", [.. seconds.Order().Select((second, line) => Tick($"M{file}", second, line + 1))])).ToArray());

    [Fact]
    public void Merge_IsTheStableSortOfAllMarketsOneAfterTheOther() => Markets.Sample(markets =>
        new TickMerge(markets).Play().SequenceEqual(
            markets.SelectMany(market => market.Play()).OrderBy(tick => tick.Time)));

    [Fact]
    public void Merge_IsAssociative() => Markets.Where(markets => markets.Length >= 2).Sample(markets =>
        new TickMerge([new TickMerge(markets[..1]), new TickMerge(markets[1..])]).Play()
            .SequenceEqual(new TickMerge(markets).Play()));

    [Fact]
    public void Merge_KnowsTheTotalAndEndsAtAFractionOfOne() => Markets.Sample(markets =>
    {
        var merge = new TickMerge(markets);
        var count = merge.Play().Count();
        return merge.Total == count && (count == 0 || merge.Fraction == 1);
    });

    [Fact]
    public void Total_OfAMarketThatDoesNotKnowIt_IsUnknown() =>
        new TickMerge([new ListedMarket("a", []), new TickFile("b.csv")]).Total.ShouldBeNull();

    [Fact]
    public void Merge_HoldsOneTickOfEachMarket_AndClosesThemAll()
    {
        ListedMarket[] markets =
        [
            new("a", [Tick("a", 0, 1), Tick("a", 1, 2), Tick("a", 2, 3)]),
            new("b", [Tick("b", 5, 1), Tick("b", 6, 2)]),
        ];
        var ticks = new TickMerge(markets).Play();

        markets.Select(market => market.Given).ShouldBe([0, 0]);
        ticks.Take(2).Last().ShouldBe(Tick("a", 1, 2));
        markets.Select(market => market.Given).ShouldBe([2, 1]);
        markets.ShouldAllBe(market => market.IsClosed);
    }

    [Fact]
    public void Merge_OfFiles_WeighsTheirProgressByTheirSize()
    {
        using var folder = new TickFolder();
        var lines = Enumerable.Repeat("2014-05-02T12:30:00Z,A,1,2,", 20_000);
        var merge = new TickMerge(
        [
            new TickFile(folder.Write("large.csv", [TickFolder.Header, .. lines])),
            new TickFile(folder.Write("small.csv", TickFolder.Header, "2014-05-02T12:31:00Z,B,1,2,")),
        ]);

        merge.Fraction.ShouldBe(0);
        merge.Play().SkipLast(1).Count().ShouldBe(20_000);
        merge.Fraction.ShouldBe(1);
        merge.Name.ShouldBe("large.csv + small.csv");
    }

    [Fact]
    public void BrokenMarket_ClosesTheOthers()
    {
        var sound = new ListedMarket("a", [Tick("a", 0, 1)]);

        Should.Throw<MarketFileException>(() => new TickMerge([sound, new TickFile("missing.csv")]).Play().Count());
        sound.IsClosed.ShouldBeTrue();
    }

    private static PriceTick Tick(string symbol, int second, int price) =>
        new(Start.AddSeconds(second), symbol, null, null, price);
}
