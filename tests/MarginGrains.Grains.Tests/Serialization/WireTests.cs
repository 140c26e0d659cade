using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Journal;
using MarginGrains.Contracts.Marks;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Contracts.Streams;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Grains.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace MarginGrains.Grains.Tests.Serialization;

/// <summary>What travels between silos and gateways arrives as it was sent.</summary>
public sealed class WireTests : IDisposable
{
    private static readonly JsonSerializerOptions Readable = ReadableOptions();

    private readonly ServiceProvider services =
        new ServiceCollection().AddSerializer(s => s.AddMarginGrainsSerialization()).BuildServiceProvider();

    [Fact]
    public void EveryEvent_Arrives()
    {
        foreach (var e in Samples.Events) ShouldArrive(e);
    }

    [Fact]
    public void EveryCommand_Arrives()
    {
        Samples.Commands.Select(c => c.GetType()).ShouldBe(
            typeof(AccountCommand).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(AccountCommand))),
                ignoreOrder: true);
        foreach (var command in Samples.Commands) ShouldArrive(command);
    }

    [Fact]
    public void Figures_Arrive_PricedAndUnpriced()
    {
        var figures = Samples.Figures();
        figures.IsPriced.ShouldBeTrue();
        Sent(figures).ShouldBe(figures);
        var unpriced = Core.Margin.MarginFigures.Unpriced(new("USD"), PricingStatus.MarkMissing);
        Sent(unpriced).ShouldBe(unpriced);
    }

    [Fact]
    public void Messages_Arrive()
    {
        var mark = Samples.Account.JudgedMarks[0];
        ShouldArrive(Samples.Account);
        ShouldArrive(Samples.Explanation());
        ShouldArrive(new AccountNotice("acct.1", 42, 7, Samples.Account));
        ShouldArrive(new AccountNotice("acct.1", 42, 7, null));
        ShouldArrive(new Wake(7, mark.Time, [mark], 41, true)
        {
            Terms = new(null, Listed.Pair("EURUSD", "EUR"), null),
        });
        ShouldArrive(new Wake(7, mark.Time, [], 41, false));
        ShouldArrive(new MarkBatch([
            new(mark, null, null), new(null, Listed.Future("FUT"), null),
            .. RegimePresets.All.Select(r => new FeedItem(null, null, new RegimeHistory(r.Id, [r])))]));
        ShouldArrive(new CommandReply(
            new(Rejection.WithdrawalExceedsWithdrawable, "Too much.", new(1m, new("USD"))), 3, false, ["off_lot"])
        {
            IsReplayed = true,
        });
        ShouldArrive(new CommandReply(null, 3, true, []) { Given = new(0.01m, new("USD")) });
        ShouldArrive(new TopUpPlanReply(new(0.01m, new("USD")), true, [new("acct.2", new(1m, new("USD"))), new("acct.3", null)]));
        ShouldArrive(new TopUpOfferReply(new(0.01m, new("USD")), "It is all that the source can spare."));
        ShouldArrive(new PartitionEvents(1, 2, 3, [new JournalEvent(3, "A", 1, "account.opened", mark.Time, "{}")]));
        ShouldArrive(new OrderQuery(new(new("CFD"), new(1m), default, new(0m, new("USD"))), true));
    }

    [Fact]
    public void WhatReadersGet_Arrives()
    {
        var account = Samples.Account;
        var position = new PositionView
        {
            Symbol = "CFD", Quantity = new(-0.5m), AveragePrice = new(201m), Mark = new Price(193.005m),
            Financing = new(-42m, new("USD")), LiquidationPrice = new Price(188.1m), Distance = new Ratio(-0.0254m),
        };
        ShouldArrive(new MarginReply(account, RegimePresets.TwFinancing, Samples.Explanation(), account.Now, [position])
        {
            Collateral = [new() { Symbol = "BOND", Quantity = new(12.5m), Haircut = new Ratio(0.1m), IsEligible = true }],
            Buckets = [new("PERP", account.Buckets[0].Portfolio.Balances, Samples.Explanation(), [position])],
        });
        ShouldArrive(new OpenCall("acct.1", "fx-retail", account.Calls[1]));
        ShouldArrive(new RunningLiquidation("acct.1", "fx-retail", account.Liquidations[1]));
        ShouldArrive(new CallQuery(CallState.Held, 51, new OpenRank(account.Now, "acct.1", "call-1")));
        ShouldArrive(new LiquidationQuery(true, 51, null));
        ShouldArrive(new OrderCheckReply(
            [new(Rejection.LeverageCapExceeded, "Too much.")], Samples.Figures(), Samples.Figures(), new Quantity(7m))
        {
            Leverage = new Ratio(20.1m), LeverageCap = new Ratio(20m),
        });
    }

    [Fact]
    public void AnExceptionOfOurOwn_ArrivesAsWhatItIs()
    {
        var sent = Sent<Exception>(new PlannedFaultException("The disk is full."));
        sent.ShouldBeOfType<PlannedFaultException>().Message.ShouldBe("The disk is full.");
    }

    public void Dispose() => services.Dispose();

    private void ShouldArrive<T>(T message) => Text(Sent(message)).ShouldBe(Text(message));

    private T Sent<T>(T message)
    {
        var serializer = services.GetRequiredService<Serializer>();
        return serializer.Deserialize<T>(serializer.SerializeToArray(message))!;
    }

    private static string Text<T>(T message) => JsonSerializer.Serialize(message, Readable);

    private static JsonSerializerOptions ReadableOptions()
    {
        var options = new JsonSerializerOptions
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(CoreJson.Options.TypeInfoResolver,
                new DefaultJsonTypeInfoResolver()),
        };
        foreach (var converter in CoreJson.Options.Converters) options.Converters.Add(converter);
        return options;
    }
}
