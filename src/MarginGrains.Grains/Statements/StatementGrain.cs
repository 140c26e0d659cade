using MarginGrains.Contracts.Marks;
using MarginGrains.Contracts.Statements;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Statements;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Ports;
using Orleans.Concurrency;

namespace MarginGrains.Grains.Statements;

/// <summary>Closes days for gateways, from the journal and this silo's board. Keeps nothing.</summary>
[StatelessWorker]
internal sealed class StatementGrain(IJournal journal, MarkBoard board, MarketClock clock) : Grain, IStatementGrain
{
    private readonly StatementReader reader = new(journal);

    public async Task<StatementReply> GetAsync(string accountId, DateOnly date)
    {
        var prices = await PricesAsync(date);
        if (!IsOver(prices.Day))
        {
            var any = await journal.ReadAccountAsync(accountId, 0, 1, CancellationToken.None);
            return new(prices.Day, false, any.Count > 0, null);
        }

        var (exists, statement) = await reader.ReadAsync(accountId, prices, CancellationToken.None);
        return new(prices.Day, true, exists, statement);
    }

    public async Task<BookDayReply> GetDayAsync(DateOnly date)
    {
        var prices = await PricesAsync(date);
        if (!IsOver(prices.Day)) return new(prices.Day, null);
        return new(prices.Day, await reader.ReadDayAsync(prices, _ => { }, CancellationToken.None));
    }

    private async Task<IEnumerable<Mark>> UnderWayAsync(DateOnly date) =>
        (await GrainFactory.GetGrain<IBoardKeeperGrain>(0).FindDayAsync(date)).Items;

    private bool IsOver(ClosedDay day) => clock.Now >= day.Until;

    private async Task<ClosingPrices> PricesAsync(DateOnly date)
    {
        var market = board.Current;
        var stored = await GrainFactory.GetGrain<IDayMarksGrain>(DayMarksDocument.KeyOf(date)).GetAsync();
        // What is not stored yet, a moment after the border, this silo's board may know.
        IReadOnlyCollection<Mark> captured = stored.Items.IsEmpty
            ? [.. board.FindCaptured(date)?.Marks ?? await UnderWayAsync(date)]
            : stored.Items;
        return new(ClosedDay.Of(date, market), market, captured);
    }
}
