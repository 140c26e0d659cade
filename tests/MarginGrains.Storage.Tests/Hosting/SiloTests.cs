using System.ComponentModel.DataAnnotations;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Grains.Ports;
using MarginGrains.Storage.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.TestingHost;

namespace MarginGrains.Storage.Tests.Hosting;

public interface ILedgerGrain : IGrainWithStringKey
{
    Task<decimal> BalanceAsync();

    /// <summary>Deposits once per id; returns the body of the reply that stands.</summary>
    Task<string> DepositAsync(decimal amount, string id);
}

internal sealed class LedgerGrain(
    [PersistentState("account")] IPersistentState<LedgerState> ledger) : Grain, ILedgerGrain
{
    public Task<decimal> BalanceAsync() => Task.FromResult(ledger.State.Balance);

    public async Task<string> DepositAsync(decimal amount, string id)
    {
        ledger.State.Partition = 0;
        ledger.State.Balance += amount;
        ledger.State.PendingReplies = [Rows.Reply(this.GetPrimaryKeyString(), id, $"{ledger.State.Balance}")];
        try
        {
            await ledger.WriteStateAsync();
            return ledger.State.PendingReplies[0].Body;
        }
        catch (Exception e) when ((e as ReplyExistsException ?? e.InnerException) is ReplyExistsException exists)
        {
            // Orleans wraps an exception of a storage that is none of its own.
            await ledger.ReadStateAsync();
            return exists.Existing.Body;
        }
    }
}

public sealed class SiloTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_grain_finds_its_state_and_its_replies_after_a_restart_of_the_silo()
    {
        await using (var cluster = await StartAsync())
        {
            var grain = cluster.Client.GetGrain<ILedgerGrain>("A-1");
            (await grain.DepositAsync(10m, "t-1")).ShouldBe("10");
            (await grain.DepositAsync(5m, "t-2")).ShouldBe("15");
        }

        await using (var cluster = await StartAsync())
        {
            var grain = cluster.Client.GetGrain<ILedgerGrain>("A-1");
            (await grain.BalanceAsync()).ShouldBe(15m);
            (await grain.DepositAsync(10m, "t-1")).ShouldBe("10");
            (await grain.BalanceAsync()).ShouldBe(15m);
        }
    }

    [Fact]
    public async Task A_silo_whose_database_cannot_be_opened_does_not_start()
    {
        File.WriteAllText(_folder.Database, new string('x', 5_000));

        var error = await Should.ThrowAsync<Exception>(async () =>
        {
            await using var cluster = await StartAsync();
        });

        Chain(error).OfType<StorageException>().ShouldHaveSingleItem().Code.ShouldBe(StorageErrors.DatabaseUnreadable);
    }

    [Fact]
    public void Options_out_of_range_are_refused_at_registration() =>
        Should.Throw<ValidationException>(() => new ServiceCollection().AddSqliteStorage(
            new SqliteStorageOptions { DatabasePath = _folder.Database, ReadConnections = 0 }));

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<Exception> Chain(Exception? error)
    {
        for (; error is not null; error = error.InnerException)
            yield return error;
    }

    private async Task<InProcessTestCluster> StartAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(OpenStorage.Json);
            silo.Services.AddSerializer(s => s.AddMarginGrainsSerialization());
            silo.AddSqliteStorage(new SqliteStorageOptions { DatabasePath = _folder.Database });
        });
        builder.ConfigureClient(client => client.Services.AddSerializer(s => s.AddMarginGrainsSerialization()));
        var cluster = builder.Build();
        try
        {
            await cluster.DeployAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }
}
