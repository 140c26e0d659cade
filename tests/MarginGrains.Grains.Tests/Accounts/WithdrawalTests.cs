using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Accounts;

public sealed class WithdrawalTests(ClusterOfTwo fixture) : IClassFixture<ClusterOfTwo>
{
    private readonly MarginCluster cluster = fixture.Cluster;

    [Fact]
    public async Task OfTenHoldsAtOnce_OnlyAsManySucceedAsFit()
    {
        var id = await FundedAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => HoldAsync(id, $"w-{n}", 30m)));
        replies.Count(r => r.IsAccepted).ShouldBe(3);
        replies.Where(r => !r.IsAccepted)
            .ShouldAllBe(r => r.Refusal!.Code == Rejection.WithdrawalExceedsWithdrawable);
        var state = await cluster.StateAsync(id);
        state.Portfolio.Balances.ShouldBe([new(10m, new("USD"))]);
        state.Withdrawals.Length.ShouldBe(3);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task OfTenConfirmationsAndReleasesAtOnce_OneEndCounts()
    {
        var id = await FundedAsync();
        await HoldAsync(id, "w", 30m);
        var confirmed = Enumerable.Range(0, 5).Select(_ => EndAsync(new AccountCommand.ConfirmWithdrawal(new("w"))));
        var released = Enumerable.Range(0, 5).Select(_ => EndAsync(new AccountCommand.ReleaseWithdrawal(new("w"))));
        var replies = await Task.WhenAll(confirmed.Concat(released));
        replies.Count(r => r is { IsAccepted: true, IsReplayed: false, IsIdReused: false }).ShouldBe(1);
        replies.Count(r => r.IsReplayed).ShouldBe(4);
        replies.Count(r => r.IsIdReused).ShouldBe(5);
        (await cluster.StateAsync(id)).Withdrawals.ShouldBeEmpty();
        await cluster.ShouldBalanceAsync();

        Task<CommandReply> EndAsync(AccountCommand command) => cluster.Account(id).ExecuteAsync(command);
    }

    [Theory]
    [InlineData(Fault.BeforeCommit)]
    [InlineData(Fault.AfterCommit)]
    public async Task AWriteThatFails_HoldsOnce_AndEndsOnce(Fault fault)
    {
        var id = await FundedAsync();
        cluster.Faults.Plan(id, fault);
        await Should.ThrowAsync<PlannedFaultException>(() => HoldAsync(id, "w", 30m));
        (await HoldAsync(id, "w", 30m)).IsAccepted.ShouldBeTrue();
        var confirm = new AccountCommand.ConfirmWithdrawal(new("w"));
        cluster.Faults.Plan(id, fault);
        await Should.ThrowAsync<PlannedFaultException>(() => cluster.Account(id).ExecuteAsync(confirm));
        (await cluster.Account(id).ExecuteAsync(confirm)).IsAccepted.ShouldBeTrue();
        (await cluster.TypesAsync(id)).ShouldBe(
            ["account.opened", "transfer.booked", "withdrawal.held", "withdrawal.confirmed"]);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task ATransferAndAHold_ShareTheirIds()
    {
        var id = await FundedAsync();
        (await HoldAsync(id, "in", 30m)).IsIdReused.ShouldBeTrue();
        await HoldAsync(id, "w", 30m);
        (await cluster.TransferAsync(id, "w", 30m, TransferKind.Withdrawal)).IsIdReused.ShouldBeTrue();
        (await HoldAsync(id, "w", 31m)).IsIdReused.ShouldBeTrue();
        (await cluster.StateAsync(id)).Portfolio.Balances.ShouldBe([new(70m, new("USD"))]);
    }

    private Task<CommandReply> HoldAsync(string id, string transferId, decimal amount) =>
        cluster.Account(id).ExecuteAsync(new AccountCommand.HoldWithdrawal(new(transferId), new(amount, new("USD"))));

    private async Task<string> FundedAsync()
    {
        var id = cluster.NewName("acct");
        await cluster.OpenAsync(id, "fx-retail");
        await cluster.TransferAsync(id, "in", 100m);
        return id;
    }
}
