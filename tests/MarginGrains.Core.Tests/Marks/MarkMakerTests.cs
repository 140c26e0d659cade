using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Marks;

public class MarkMakerTests
{
    private static readonly Instrument Acme = TestInstruments.Stock() with { PriceBand = new(0.10m) };

    private static readonly PricePost Post = new(new("ACME"), TestMarket.Monday) { Sequence = 5 };

    [Theory]
    [InlineData(99.0, 101.0, 98.0, 97.0, 97, MarkKind.Given, "the source's own mark wins")]
    [InlineData(99.0, 101.0, 98.0, null, 100, MarkKind.Mid, "then the middle")]
    [InlineData(99.0, null, 98.0, null, 98, MarkKind.Last, "half a quote is none")]
    [InlineData(100.0, 100.0, null, null, 100, MarkKind.Mid, "bid may equal ask")]
    [Trait("Rule", "MARK-001")]
    public void AMark_IsMadeFromTheBestThereIs(
        double? bid, double? ask, double? last, double? mark, decimal price, MarkKind kind, string reason)
    {
        var post = Post with { Bid = Price(bid), Ask = Price(ask), Last = Price(last), Mark = Price(mark) };
        var made = MarkMaker.Make(Acme, null, null, post, 3).Mark.ShouldNotBeNull(reason);
        made.ShouldBe(new(new("ACME"), new(price), Post.Time, 3, 5, kind) { Bid = post.Bid, Ask = post.Ask }, reason);
    }

    [Theory]
    [InlineData(101.0, 99.0, "bid_above_ask")]
    [InlineData(101.0, null, "price_missing")]
    [InlineData(null, null, "price_missing")]
    [Trait("Rule", "MARK-001")]
    public void APostThatMakesNoMark_IsRejected(double? bid, double? ask, string code)
    {
        var result = MarkMaker.Make(Acme, null, null, Post with { Bid = Price(bid), Ask = Price(ask) }, 1);
        result.ShouldBe(new(PostOutcome.Rejected, null, code, null));
    }

    [Theory]
    [InlineData(-1, 6, "time_going_back")]
    [InlineData(0, 5, "sequence_not_rising")]
    [InlineData(1, 4, "sequence_not_rising")]
    [InlineData(0, 6, null)]
    [Trait("Rule", "MARK-002")]
    public void WhatIsOlder_IsIgnored(int seconds, long sequence, string? code)
    {
        var last = MarkMaker.Make(Acme, null, null, Post with { Last = new(100m) }, 1).Mark;
        var next = Post with { Last = new(101m), Time = Post.Time.AddSeconds(seconds), Sequence = sequence };
        var result = MarkMaker.Make(Acme, last, null, next, 1);
        result.Code.ShouldBe(code);
        result.Outcome.ShouldBe(code is null ? PostOutcome.Accepted : PostOutcome.Ignored);
    }

    [Fact]
    [Trait("Rule", "MARK-002")]
    public void WithoutANumber_AMarkTakesTheNext()
    {
        var first = MarkMaker.Make(Acme, null, null, Post with { Last = new(100m), Sequence = null }, 1).Mark!;
        first.Sequence.ShouldBe(1);
        MarkMaker.Make(Acme, first, null, Post with { Last = new(100m), Sequence = null }, 1).Mark!.Sequence.ShouldBe(2);
        MarkMaker.Make(Acme, first, null, Post with { Last = new(100m), Sequence = 9 }, 1).Mark!.IsNewerThan(first).ShouldBeTrue();
    }

    [Theory]
    [InlineData(110, null, true, "at the edge of the band")]
    [InlineData(110.01, null, false, "beyond it")]
    [InlineData(89.99, null, false, "beyond it")]
    [InlineData(112, 111.0, true, "a second confirms the first")]
    [InlineData(85, 111.0, false, "another one far away confirms nothing")]
    [InlineData(101, 111.0, true, "back in the band")]
    [Trait("Rule", "MARK-003")]
    public void APriceOutsideTheBand_WaitsForASecond(decimal price, double? waiting, bool accepted, string reason)
    {
        var last = MarkMaker.Make(Acme, null, null, Post with { Last = new(100m) }, 1).Mark;
        var result = MarkMaker.Make(Acme, last, Price(waiting), Post with { Last = new(price), Sequence = 6 }, 1);
        (result.Outcome == PostOutcome.Accepted).ShouldBe(accepted, reason);
        result.HeldBack.ShouldBe(accepted ? null : new Price(price), reason);
    }

    private static Price? Price(double? value) => value is null ? null : new Price((decimal)value.Value);
}
