using MarginGrains.Core.Marks;
using MarginGrains.Grains.Accounts;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Monitors;

namespace MarginGrains.Grains.Hosting;

/// <summary>For whoever drives the market from inside the process: replays, demos, tests.</summary>
public sealed class Settlement
{
    private readonly MarkFeed feed;
    private readonly MarkBoard board;
    private readonly MonitorKeeper keeper;
    private readonly AccountEffects effects;

    internal Settlement(MarkFeed feed, MarkBoard board, MonitorKeeper keeper, AccountEffects effects)
    {
        this.effects = effects;
        this.feed = feed;
        this.board = board;
        this.keeper = keeper;
    }

    /// <summary>The market as this silo knows it.</summary>
    public MarketSet Market => board.Current;

    /// <summary>How many marks this silo's board took.</summary>
    public long AcceptedMarks => board.AcceptedMarks;

    /// <summary>How many decisions of this silo's accounts were stored so far: unchanged means an unchanged journal.</summary>
    public long Commits => effects.Commits;

    /// <summary>Completes when every monitor is up.</summary>
    public Task WhenWatchingAsync() => keeper.PingAllAsync();

    /// <summary>Completes when everything published so far is judged in every partition, orders and claims answered.</summary>
    public Task SettleAsync() => feed.SettleAsync();
}
