using MarginGrains.Contracts.Scenarios;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Scenarios;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>Reads a stress test.</summary>
internal static class StressRequest
{
    /// <summary>The most accounts that an answer names.</summary>
    public const int MostNamed = 10_000;

    private const int MostScenarios = 50;
    private const int MostShocks = 2_000;
    private const int NamedByDefault = 20;
    private const long LongestRoundSeconds = 86_400;

    public static StressQuestion Read(JsonFields body)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return new(
            [.. body.Batch("scenarios", MostScenarios, s => Scenario(s, names))],
            new(
                body.Flag("cascade"), (ulong)(body.OptionalWhole("seed", 0, long.MaxValue) ?? 1),
                (int)(body.OptionalWhole("top", 0, MostNamed) ?? NamedByDefault)));
    }

    private static StressScenario Scenario(JsonFields scenario, HashSet<string> names)
    {
        var name = scenario.RequiredText("name", StressScenario.LongestName);
        if (name.Length > 0 && !names.Add(name))
        {
            scenario.Refuse("name", "field_malformed", "Two scenarios have this name.");
        }

        return new(name)
        {
            Prices = [.. scenario.Items("prices", MostShocks, p => new PriceShock(Target(p), Share(p, "change")))],
            Currencies =
            [
                .. scenario.Items(
                    "currencies", MostShocks, c => new CurrencyShock(c.Currency("currency"), Share(c, "change"))),
            ],
            Margins = [.. scenario.Items("margins", MostShocks, m => new MarginShock(Target(m), Share(m, "factor")))],
            Depths =
            [
                .. scenario.Items("depths", MostShocks, d => new MarketDepth(
                    new(d.Id("symbol")), new(d.Decimal("volume")), Share(d, "impact"))),
            ],
            LargestSlippage = new(scenario.OptionalDecimal("largestSlippage") ?? 0m),
            RoundLength = TimeSpan.FromSeconds(scenario.OptionalWhole("roundSeconds", 1, LongestRoundSeconds) ?? 60),
            RoundLimit = (int)(scenario.OptionalWhole("roundLimit", 1, StressScenario.MostRounds) ?? 50),
        };
    }

    private static Ratio Share(JsonFields fields, string name) => new(fields.Decimal(name));

    private static ShockTarget Target(JsonFields shock) => new(
        shock.Has("symbol") ? new Symbol(shock.Id("symbol")) : null,
        shock.OptionalWord<InstrumentClass>("class"), shock.OptionalWord<AssetClass>("assetClass"));
}
