using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Regimes;
using MarginGrains.Grains.Accounts;
using MarginGrains.Grains.Instruments;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Regimes;
using MarginGrains.Host.Output;
using MarginGrains.Host.Scenarios;
using MarginGrains.Storage.Settings;
using Orleans.Storage;

namespace MarginGrains.Host.Bench;

/// <summary>
/// Writes a book straight into a database, in the format of a server, which then finds it as if it had stopped a moment
/// ago.
/// </summary>
internal sealed class BookWriter(string path, int partitions, IRunOutput output) : IAsyncDisposable
{
    private const int WritesInFlight = 4_096;

    private readonly ServiceProvider services = OpenBook.Storage(path);

    private IGrainStorage Storage => services.GetRequiredKeyedService<IGrainStorage>("Default");

    /// <summary>Instruments, regimes beside the presets, and the marks that stand.</summary>
    public async Task WriteTermsAsync(
        IEnumerable<Instrument> instruments, IEnumerable<Regime> regimes, IEnumerable<Mark> marks,
        CancellationToken cancellationToken)
    {
        await services.GetRequiredService<SqliteSettings>().FixPartitionCountAsync(partitions, cancellationToken);
        foreach (var instrument in instruments)
        {
            await Storage.WriteStateAsync(
                InstrumentDocument.StateName, GrainId.Create("instrument", instrument.Symbol.Value),
                new GrainState<InstrumentDocument>(new() { Definition = instrument, Epoch = 1 }));
        }

        foreach (var regime in regimes)
        {
            await Storage.WriteStateAsync(
                RegimeDocument.StateName, GrainId.Create("regime", regime.Id.Value),
                new GrainState<RegimeDocument>(new() { History = new(regime.Id, [regime]) }));
        }

        await Storage.WriteStateAsync(
            BoardDocument.StateName, GrainId.Create("board", "0"),
            new GrainState<BoardDocument>(new() { Marks = [.. marks] }));
    }

    /// <summary>So many accounts, each by the storage's own group commit.</summary>
    public async Task WriteAccountsAsync(int count, Func<int, Account> create, CancellationToken cancellationToken)
    {
        for (var from = 0; from < count; from += WritesInFlight)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var made = new Account[Math.Min(WritesInFlight, count - from)];
            Parallel.For(0, made.Length, i => made[i] = create(from + i));
            await Task.WhenAll(made.Select((account, i) => Storage.WriteStateAsync(
                "account", GrainId.Create("account", account.Id.Value),
                new GrainState<AccountRow>(new() { Account = account, Partition = (from + i) % partitions }))));
            output.Progress(new(from + made.Length, count, null, "accounts written", []));
        }
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
