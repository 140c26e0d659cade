using System.Collections.Immutable;
using System.Globalization;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Journal;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Grains.Accounts;
using MarginGrains.Grains.Marks;

namespace MarginGrains.Grains.Tests.Cluster;

/// <content>What scenarios are written in.</content>
public sealed partial class MarginCluster
{
    /// <summary>A Monday morning.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private int names;

    /// <summary>Market time of the newest mark that was posted here.</summary>
    public DateTimeOffset Now { get; private set; } = Start;

    /// <summary>A name that no other test of this cluster uses.</summary>
    public string NewName(string prefix) =>
        $"{prefix}-{Interlocked.Increment(ref names).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Defines an instrument and gives it its first mark.</summary>
    public async Task<string> ListAsync(Instrument instrument, decimal price)
    {
        (await Instrument(instrument.Symbol.Value).DefineAsync(instrument)).Errors.ShouldBeEmpty();
        await PostAsync(instrument.Symbol.Value, price);
        return instrument.Symbol.Value;
    }

    /// <summary>Posts a mark a second after the last, or after a longer time.</summary>
    public async Task PostAsync(string symbol, decimal price, TimeSpan? after = null)
    {
        Now += after ?? TimeSpan.FromSeconds(1);
        var reply = await Instrument(symbol).PostAsync([new PricePost(new(symbol), Now) { Mark = new(price) }]);
        reply.ShouldHaveSingleItem().Outcome.ShouldBe(PostOutcome.Accepted);
    }

    /// <summary>Posts a mark and waits until everything that comes of it is done.</summary>
    public async Task TickAsync(string symbol, decimal price, TimeSpan? after = null)
    {
        await PostAsync(symbol, price, after);
        await SettleAsync();
    }

    /// <summary>A test that would wait for ever fails instead.</summary>
    public async Task SettleAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await Settlement.SettleAsync(patience.Token);
    }

    public Task<CommandReply> OpenAsync(string id, string regime, string currency = "USD") =>
        Account(id).ExecuteAsync(new AccountCommand.Open(new(id), new(regime), new(currency)));

    public Task<CommandReply> TransferAsync(
        string id, string transferId, decimal amount, TransferKind kind = TransferKind.Deposit,
        string currency = "USD") =>
        Account(id).ExecuteAsync(new AccountCommand.Transfer(new(transferId), kind, new(amount, new(currency))));

    public Task<CommandReply> FillAsync(string id, string fillId, string symbol, decimal quantity, decimal price) =>
        Account(id).ExecuteAsync(FillOf(fillId, symbol, quantity, price));

    public static AccountCommand.RecordFill FillOf(
        string fillId, string symbol, decimal quantity, decimal price) => new(
        new(fillId), new Fill(new(symbol), new(quantity), new(price), new(0m, new("USD"))), Start, null);

    /// <summary>Opens an account with a deposit and one position.</summary>
    public async Task<string> HolderAsync(
        string regime, decimal deposit, string symbol, decimal quantity, decimal price)
    {
        var id = NewName("acct");
        (await OpenAsync(id, regime)).IsAccepted.ShouldBeTrue();
        (await TransferAsync(id, "deposit", deposit)).IsAccepted.ShouldBeTrue();
        (await FillAsync(id, "fill", symbol, quantity, price)).IsAccepted.ShouldBeTrue();
        return id;
    }

    /// <summary>Completes when the n-th silo sends its marks to so many silos.</summary>
    public async Task KnowsAsync(int silo, int silos)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var feed = Of<MarkFeed>(silo);
        var updates = Of<IClusterMembershipService>(silo).MembershipUpdates;
        await foreach (var _ in updates.WithCancellation(patience.Token))
        {
            while (feed.Silos.Count != silos && Of<IClusterMembershipService>(silo)
                .CurrentSnapshot.Members.Values.Count(m => m.Status == SiloStatus.Active) == silos)
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }

            if (feed.Silos.Count == silos) return;
        }
    }

    public async Task<Account> StateAsync(string id) => (await Account(id).GetMarginAsync())!.Account;

    public async Task<ImmutableArray<JournalEvent>> EventsAsync(string id) =>
        [.. (await Journal.ReadAccountAsync(id, 0, 10_000, CancellationToken.None)).Select(JournalRows.ToContract)];

    public async Task<string[]> TypesAsync(string id) => [.. (await EventsAsync(id)).Select(e => e.Type)];
}
