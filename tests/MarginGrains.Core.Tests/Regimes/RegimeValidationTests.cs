using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Regimes;

public class RegimeValidationTests
{
    private static readonly Regime Good = RegimePresets.UsRegT;

    private static readonly CallRule Call = Good.Calls[0];

    public static TheoryData<string, Regime, string> Contradictions => new()
    {
        { "calls[0].clearLevel", Good with { Calls = [Call with { ClearLevel = Line(0.9m) }] }, "clears below its trigger" },
        {
            "calls[0].clearLevel",
            Good with { Calls = [Call with { Trigger = Line(1m, Comparator.AtOrBelow), ClearLevel = Line(1m) }] },
            "at 1 it would be met and opened again for ever"
        },
        { "calls[0].clearLevel", Good with { Calls = [Call with { ClearLevel = null }] }, "nothing cures it" },
        { "calls[0].liftedByPayment", Good with { Calls = [Call with { LiftedByPayment = true, IncreaseStep = null }] }, "at every tick" },
        {
            "calls[0].restores", Good with { Calls = [Settled() with { Restores = CallTarget.ClearLevel }] }, "no clear level"
        },
        { "calls[0].increaseStep", Good with { Calls = [Call with { IncreaseStep = new(0m) }] }, "it would grow for ever" },
        { "calls[0].increaseStep", Good with { Calls = [Settled() with { IncreaseStep = new(0.25m) }] }, "a noticed sum is fixed" },
        { "calls[0].grace", Good with { Calls = [Call with { Grace = new GracePeriod.Elapsed(TimeSpan.FromTicks(-1)) }] }, "past" },
        { "calls[0].grace", Good with { Calls = [Call with { Grace = new GracePeriod.BusinessDays(-1, new(9, 0), []) }] }, "past" },
        { "calls[0].trigger", Good with { Calls = [Call with { Trigger = Line(0m) }] }, "no threshold" },
        { "warning.clearLevel", Good with { Warning = new(Line(1.2m), Line(1.1m)) }, "clears below its trigger" },
        {
            "warning.clearLevel", Good with { Warning = new(Line(1.2m, Comparator.AtOrBelow), Line(1.2m)) },
            "at 1.2 it would be raised and cleared for ever"
        },
        { "warning.trigger", Good with { Warning = new(Line(-1m), Line(1m)) }, "no threshold" },
        { "liquidation.target", Good with { Liquidation = new() { StopOut = Line(0.5m), Target = Line(0.5m) } }, "sells again at once" },
        { "liquidation.target", Good with { Liquidation = new() { StopOut = Line(0.5m), Target = Line(0.4m) } }, "sells again at once" },
        { "liquidation.target", Good with { Liquidation = new() { Target = Line(1m) } }, "the call would open again at once" },
        { "liquidation.stopOut", Good with { Calls = [] }, "nothing starts it" },
        {
            "liquidation.retryDelaySeconds", Good with { Liquidation = Good.Liquidation with { RetryDelay = TimeSpan.Zero } },
            "a venue that refuses is asked without end"
        },
        { "hedgedShare", Good with { HedgePolicy = HedgePolicy.HedgedShare }, "no share" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void ARegimeThatContradictsItself_IsNamed(string field, Regime regime, string reason) =>
        RegimeValidation.Check(regime).Select(e => e.Field).ShouldBe([field], reason);

    [Fact]
    public void EveryPreset_MayBeStored_AndIsItsOwn()
    {
        foreach (var preset in RegimePresets.All)
        {
            RegimeValidation.Check(preset).ShouldBeEmpty(preset.Id.Value);
            preset.Description.ShouldNotBeEmpty();
        }

        RegimePresets.All.Select(p => p.Id.Value).ShouldBe([
            "us-reg-t", "tw-financing", "hk-house", "futures", "futures-settlement", "fx-retail", "crypto-perpetual",
        ]);
    }

    [Fact]
    public void ACallAtTheSameLevelAsItClears_MayBeStored()
    {
        RegimeValidation.Check(Good with { Calls = [Call with { Trigger = Line(1m), ClearLevel = Line(1m) }] }).ShouldBeEmpty();
        RegimeValidation.Check(
            Good with { Calls = [Call with { Trigger = Line(1m), ClearLevel = Line(1m, Comparator.AtOrBelow) }] }).ShouldBeEmpty();
    }

    [Fact]
    public void TheVersionInForce_IsThatOfTheLastDateThatHasCome()
    {
        var now = TestMarket.Monday;
        var history = new RegimeHistory(Good.Id, [])
            .With(Good with { EffectiveAt = now.AddDays(2), Description = "second" })
            .With(Good with { EffectiveAt = now, Description = "first" })
            .With(Good with { EffectiveAt = now, Description = "first, corrected" });
        history.At(now.AddTicks(-1)).ShouldBeNull();
        history.At(now)!.Description.ShouldBe("first, corrected");
        history.At(now.AddDays(2))!.Description.ShouldBe("second");
        history.Versions.Select(v => v.Version).ShouldBe([2, 3, 1]);
        history.NextChange(now).ShouldBe(now.AddDays(2));
        history.NextChange(now.AddDays(2)).ShouldBeNull();
    }

    private static RegimeLine Line(decimal threshold, Comparator comparator = Comparator.Below) =>
        new(Measure.EquityToMaintenance, comparator, new(threshold));

    private static CallRule Settled() => Call with
    {
        ClearLevel = null, LiftedByPayment = true, Judged = Judgement.Settlement, IncreaseStep = null,
    };
}
