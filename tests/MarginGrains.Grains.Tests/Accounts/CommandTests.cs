using MarginGrains.Core.Accounts;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Accounts;

public sealed class ClusterOfTwo : IAsyncLifetime
{
    public MarginCluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync() => Cluster = await MarginCluster.StartAsync();

    public Task DisposeAsync() => Cluster.DisposeAsync().AsTask();
}

public sealed class CommandTests(ClusterOfTwo fixture) : IClassFixture<ClusterOfTwo>
{
    private readonly MarginCluster cluster = fixture.Cluster;

    [Fact]
    public async Task TwentyIdenticalTransfersAtOnce_AreBookedOnce()
    {
        var id = cluster.NewName("acct");
        await cluster.OpenAsync(id, "fx-retail");
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => cluster.TransferAsync(id, "t-1", 100m)));
        replies.ShouldAllBe(r => r.IsAccepted);
        replies.Count(r => r.IsReplayed).ShouldBe(19);
        replies.Select(r => r.Version).Distinct().ShouldBe([2L]);
        (await cluster.StateAsync(id)).Portfolio.Balances.ShouldBe([new(100m, new("USD"))]);
        (await cluster.TypesAsync(id)).ShouldBe(["account.opened", "transfer.booked"]);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task AnAmountWithMoreZeros_IsTheSameCommand()
    {
        var id = cluster.NewName("acct");
        await cluster.OpenAsync(id, "fx-retail");
        await cluster.TransferAsync(id, "t-1", 100m);
        (await cluster.TransferAsync(id, "t-1", 100.000m)).IsReplayed.ShouldBeTrue();
    }

    [Fact]
    public async Task AnIdWithOtherContent_IsReused_AndNothingIsDone()
    {
        var id = cluster.NewName("acct");
        await cluster.OpenAsync(id, "fx-retail");
        await cluster.TransferAsync(id, "t-1", 100m);
        var reply = await cluster.TransferAsync(id, "t-1", 101m);
        reply.IsIdReused.ShouldBeTrue();
        reply.IsReplayed.ShouldBeFalse();
        (await cluster.TransferAsync(id, "t-1", 100m, TransferKind.Withdrawal)).IsIdReused.ShouldBeTrue();
        (await cluster.StateAsync(id)).Portfolio.Balances.ShouldBe([new(100m, new("USD"))]);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task AReplayedWithdrawal_IsAnsweredAsTheFirst_ThoughItWouldNoLongerFit()
    {
        var id = cluster.NewName("acct");
        await cluster.OpenAsync(id, "fx-retail");
        await cluster.TransferAsync(id, "in", 100m);
        (await cluster.TransferAsync(id, "out", 80m, TransferKind.Withdrawal)).IsReplayed.ShouldBeFalse();
        var again = await cluster.TransferAsync(id, "out", 80m, TransferKind.Withdrawal);
        again.IsReplayed.ShouldBeTrue();
        again.IsAccepted.ShouldBeTrue();
        (await cluster.StateAsync(id)).Portfolio.Balances.ShouldBe([new(20m, new("USD"))]);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task APermanentRefusal_IsStored_ATransientOneIsNot()
    {
        var id = cluster.NewName("acct");
        await cluster.OpenAsync(id, "fx-retail");
        var refused = await cluster.TransferAsync(id, "t-1", 1.001m);
        refused.Refusal!.Code.ShouldBe(Rejection.AmountTooPrecise);
        (await cluster.TransferAsync(id, "t-1", 1.001m)).ShouldSatisfyAllConditions(
            r => r.IsReplayed.ShouldBeTrue(), r => r.Refusal!.Code.ShouldBe(Rejection.AmountTooPrecise));
        (await cluster.TransferAsync(id, "t-1", 1m)).IsIdReused.ShouldBeTrue();

        var early = await cluster.TransferAsync(id, "t-2", 5m, TransferKind.Withdrawal);
        early.Refusal!.Code.ShouldBe(Rejection.WithdrawalExceedsWithdrawable);
        await cluster.TransferAsync(id, "t-3", 10m);
        var later = await cluster.TransferAsync(id, "t-2", 5m, TransferKind.Withdrawal);
        later.IsAccepted.ShouldBeTrue();
        later.IsReplayed.ShouldBeFalse();
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task OfTenWithdrawalsAtOnce_OnlyAsManySucceedAsFit()
    {
        var id = cluster.NewName("acct");
        await cluster.OpenAsync(id, "fx-retail");
        await cluster.TransferAsync(id, "in", 100m);
        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(n =>
            cluster.TransferAsync(id, $"out-{n}", 30m, TransferKind.Withdrawal)));
        replies.Count(r => r.IsAccepted).ShouldBe(3);
        replies.Where(r => !r.IsAccepted)
            .ShouldAllBe(r => r.Refusal!.Code == Rejection.WithdrawalExceedsWithdrawable);
        (await cluster.StateAsync(id)).Portfolio.Balances.ShouldBe([new(10m, new("USD"))]);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task AnUnknownAccount_RefusesEverything_AndStoresNothing()
    {
        var id = cluster.NewName("acct");
        (await cluster.TransferAsync(id, "t-1", 100m)).Refusal!.Code.ShouldBe(Rejection.AccountUnknown);
        (await cluster.Account(id).GetMarginAsync()).ShouldBeNull();
        await cluster.OpenAsync(id, "fx-retail");
        (await cluster.TransferAsync(id, "t-1", 100m)).ShouldSatisfyAllConditions(
            r => r.IsAccepted.ShouldBeTrue(), r => r.IsReplayed.ShouldBeFalse());
    }

    [Fact]
    public async Task OpeningTwice_GivesTheAccount_ButNotUnderOtherTerms()
    {
        var id = cluster.NewName("acct");
        (await cluster.OpenAsync(id, "fx-retail")).IsNew.ShouldBeTrue();
        (await cluster.OpenAsync(id, "fx-retail")).ShouldSatisfyAllConditions(
            r => r.IsNew.ShouldBeFalse(), r => r.IsAccepted.ShouldBeTrue());
        (await cluster.OpenAsync(id, "futures")).Refusal!.Code.ShouldBe(Rejection.AccountExists);
        (await cluster.TypesAsync(id)).ShouldBe(["account.opened"]);
    }

    [Fact]
    public async Task AnOrderAtTheMark_IsCheckedWithoutAPriceOfItsOwn()
    {
        var symbol = await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")), 200m);
        var id = cluster.NewName("acct");
        await cluster.OpenAsync(id, "fx-retail");
        await cluster.TransferAsync(id, "in", 1000m);
        var reply = await cluster.Account(id).CheckOrderAsync(
            new(new(new(symbol), new(10m), default, new(0m, new("USD"))), AtMark: true));
        reply!.Refusals.ShouldBeEmpty();
        reply.After.InitialMargin.Amount.ShouldBe(66.67m);
        (await cluster.Account(id).CheckOrderAsync(
            new(new(new(symbol), new(200m), default, new(0m, new("USD"))), AtMark: true)))!
            .Refusals.Select(r => r.Code).ShouldContain(Rejection.FreeMarginInsufficient);
    }
}
