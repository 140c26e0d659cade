using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Accounts;

public sealed class StorageFailureTests(ClusterOfTwo fixture) : IClassFixture<ClusterOfTwo>
{
    private readonly MarginCluster cluster = fixture.Cluster;

    [Fact]
    public async Task AWriteThatFailsBeforeTheCommit_StoresNothing_AndARetrySucceeds()
    {
        var id = await FundedAsync();
        cluster.Faults.Plan(id, Fault.BeforeCommit);
        await Should.ThrowAsync<PlannedFaultException>(() => cluster.TransferAsync(id, "t-1", 100m));
        (await cluster.TypesAsync(id)).Length.ShouldBe(2);
        var retried = await cluster.TransferAsync(id, "t-1", 100m);
        retried.IsAccepted.ShouldBeTrue();
        retried.IsReplayed.ShouldBeFalse();
        (await cluster.StateAsync(id)).Portfolio.Balances.ShouldBe([new(110m, new("USD"))]);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task AWriteThatFailsAfterTheCommit_IsAnsweredToTheRetryAsReplayed()
    {
        var id = await FundedAsync();
        cluster.Faults.Plan(id, Fault.AfterCommit);
        await Should.ThrowAsync<PlannedFaultException>(() => cluster.TransferAsync(id, "t-1", 100m));
        var retried = await cluster.TransferAsync(id, "t-1", 100m);
        retried.IsReplayed.ShouldBeTrue();
        retried.Version.ShouldBe(3);
        (await cluster.StateAsync(id)).Portfolio.Balances.ShouldBe([new(110m, new("USD"))]);
        await cluster.ShouldBalanceAsync();
    }

    [Theory]
    [InlineData(Fault.BeforeCommit)]
    [InlineData(Fault.AfterCommit)]
    public async Task AnActivationWhoseWriteFailed_IsDropped_AndWaitingCallsAreAnsweredByTheNext(Fault fault)
    {
        var id = await FundedAsync();
        var dropped = cluster.Silos.WaitForDeactivationAsync(cluster.Account(id));
        cluster.Faults.Plan(id, fault);
        var calls = Enumerable.Range(0, 20).Select(n => cluster.TransferAsync(id, $"t-{n}", 1m)).ToList();
        var failed = 0;
        foreach (var call in calls)
        {
            try
            {
                (await call).IsAccepted.ShouldBeTrue();
            }
            catch (PlannedFaultException)
            {
                failed++;
            }
        }

        failed.ShouldBe(1);
        await dropped;
        var stored = fault == Fault.AfterCommit ? 20m : 19m;
        (await cluster.StateAsync(id)).Portfolio.Balances.ShouldBe([new(10m + stored, new("USD"))]);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task OpeningThatFailsEitherWay_LeavesOneAccountAfterRetries()
    {
        var id = cluster.NewName("acct");
        cluster.Faults.Plan(id, Fault.BeforeCommit, Fault.AfterCommit);
        await Should.ThrowAsync<PlannedFaultException>(() => cluster.OpenAsync(id, "fx-retail"));
        await Should.ThrowAsync<PlannedFaultException>(() => cluster.OpenAsync(id, "fx-retail"));
        (await cluster.OpenAsync(id, "fx-retail")).IsAccepted.ShouldBeTrue();
        (await cluster.TypesAsync(id)).ShouldBe(["account.opened"]);
    }

    [Fact]
    public async Task AStaleActivation_CannotCommit()
    {
        // The other silo's version went ahead: as after a silo that hung and came back.
        var id = await FundedAsync();
        cluster.Faults.Plan(id, Fault.AfterCommit);
        await Should.ThrowAsync<PlannedFaultException>(() => cluster.TransferAsync(id, "t-1", 1m));
        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => cluster.TransferAsync(id, "t-1", 1m)));
        replies.ShouldAllBe(r => r.IsReplayed);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task ADefinitionThatIsNotStored_IsNotInForce()
    {
        var symbol = cluster.NewName("CFD");
        cluster.Faults.Plan(symbol, Fault.BeforeCommit);
        await Should.ThrowAsync<PlannedFaultException>(() => cluster.Instrument(symbol)
            .DefineAsync(Listed.Cfd(symbol)));
        (await cluster.Instrument(symbol).GetAsync()).Instrument.ShouldBeNull();
        (await cluster.Instrument(symbol).DefineAsync(Listed.Cfd(symbol))).IsNew.ShouldBeTrue();
    }

    private async Task<string> FundedAsync()
    {
        var id = cluster.NewName("acct");
        await cluster.OpenAsync(id, "fx-retail");
        await cluster.TransferAsync(id, "first", 10m);
        return id;
    }
}
