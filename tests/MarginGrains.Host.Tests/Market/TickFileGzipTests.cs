using MarginGrains.Host.Market;

namespace MarginGrains.Host.Tests.Market;

public sealed class TickFileGzipTests : IDisposable
{
    private const int Lines = 50_000;
    private readonly TickFolder _folder = new();

    private readonly byte[] _whole = TickFolder.Gzip(TickFolder.Header + "\n" + string.Concat(
        Enumerable.Range(1, Lines).Select(n => $"2014-05-02T12:30:00Z,EURUSD,{n * 7919L % 1_000_003}.{n},,\n")));

    [Fact]
    public void WholeFile_IsPlayedToItsEnd() => Play(_whole).Ticks.Count.ShouldBe(Lines);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(100)]
    [InlineData(50_000)]
    public void TruncatedFile_IsUnreadable_AndGivesNoHalfLine(int missing)
    {
        var (ticks, refusal) = Play(_whole[..^missing]);

        refusal.ShouldNotBeNull().Code.ShouldBe("file_unreadable");
        refusal.Reason.ShouldContain("cut off");
        ticks.ShouldBe(Play(_whole).Ticks.Take(ticks.Count));
    }

    [Fact]
    public void EveryTruncationOfASmallFile_IsUnreadable()
    {
        var whole = TickFolder.Gzip(TickFolder.Header + "\n2014-05-02T12:30:00Z,EURUSD,1.1,1.2,\n");

        for (var length = 0; length < whole.Length; length++)
            Play(whole[..length]).Refusal.ShouldNotBeNull($"{length} bytes").Code.ShouldBe("file_unreadable");
    }

    [Fact]
    public void DamagedFile_IsUnreadable()
    {
        var damaged = _whole.ToArray();
        damaged[^6] ^= 0xFF;

        Play(damaged).Refusal.ShouldNotBeNull().Code.ShouldBe("file_unreadable");
    }

    [Fact]
    public void TwoMembers_AreRefused() =>
        Play([.. _whole, .. TickFolder.Gzip("2014-05-02T12:30:00Z,EURUSD,1.1,1.2,\n")]).Refusal
            .ShouldNotBeNull().Reason.ShouldContain("single member");

    public void Dispose() => _folder.Dispose();

    private (List<PriceTick> Ticks, MarketFileException? Refusal) Play(byte[] content)
    {
        var ticks = new List<PriceTick>();
        try
        {
            // One by one: what came before a refusal is kept.
            foreach (var tick in new TickFile(_folder.WriteBytes("ticks.csv.gz", content)).Play())
                ticks.Add(tick);
            return (ticks, null);
        }
        catch (MarketFileException refusal)
        {
            return (ticks, refusal);
        }
    }
}
