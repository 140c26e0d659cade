using System.Collections.Immutable;
using System.Globalization;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Scenarios;

/// <summary>
/// Which instruments a shock is about; nothing given means all. Of several shocks the most specific counts: symbol,
/// then class, then asset class, then all; of equals the last.
/// </summary>
/// <param name="Symbol">One instrument.</param>
/// <param name="Class">All of a class of underlyings.</param>
/// <param name="AssetClass">All of a kind.</param>
public sealed record ShockTarget(Symbol? Symbol, InstrumentClass? Class, AssetClass? AssetClass)
{
    internal int Rank => Symbol is not null ? 3 : Class is not null ? 2 : AssetClass is not null ? 1 : 0;

    internal bool Matches(Instrument instrument) => Symbol is { } symbol ? symbol == instrument.Symbol
        : Class is { } kind ? kind == instrument.InstrumentClass
        : AssetClass is not { } asset || asset == instrument.AssetClass;
}

/// <summary>Prices move.</summary>
/// <param name="Target">Of what.</param>
/// <param name="Change">Share of the mark, −0.20 for a fall by a fifth; above −1.</param>
public sealed record PriceShock(ShockTarget Target, Ratio Change);

/// <summary>A currency moves against all others: every pair that has it.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Change">Share of its value, above −1.</param>
public sealed record CurrencyShock(Currency Currency, Ratio Change);

/// <summary>Margin requirements are multiplied.</summary>
/// <param name="Target">Of what.</param>
/// <param name="Factor">Above zero.</param>
public sealed record MarginShock(ShockTarget Target, Ratio Factor);

/// <summary>How a market takes what liquidations sell and buy.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Volume">Units that trade in a round, above zero.</param>
/// <param name="Impact">Share by which the price moves when a whole volume is sold net; not negative.</param>
public sealed record MarketDepth(Symbol Symbol, Quantity Volume, Ratio Impact);

/// <summary>What happens to the markets of a book (rules SCEN-008, SCEN-010).</summary>
/// <param name="Name">What it is called; unique among those that run together.</param>
public sealed record StressScenario(string Name)
{
    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 100;

    /// <summary>The most rounds a cascade may have.</summary>
    public const int MostRounds = 1000;

    /// <summary>Price shocks.</summary>
    public ImmutableArray<PriceShock> Prices { get; init; } = [];

    /// <summary>Currency shocks; they come on top of price shocks of pairs.</summary>
    public ImmutableArray<CurrencyShock> Currencies { get; init; } = [];

    /// <summary>Margin multipliers.</summary>
    public ImmutableArray<MarginShock> Margins { get; init; } = [];

    /// <summary>Depth per instrument, for the cascade; without it an instrument's price does not move.</summary>
    public ImmutableArray<MarketDepth> Depths { get; init; } = [];

    /// <summary>How far from the mark an execution of the cascade may be at worst, as a share; drawn by the
    /// seed.</summary>
    public Ratio LargestSlippage { get; init; }

    /// <summary>Market time between two rounds of the cascade, above zero.</summary>
    public TimeSpan RoundLength { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After so many rounds the cascade is broken off, which its report says.</summary>
    public int RoundLimit { get; init; } = 50;

    /// <summary>Everything wrong with the scenario in a market; empty when it can run.</summary>
    public IReadOnlyList<DefinitionError> Check(MarketSet market)
    {
        var errors = new DefinitionErrors();
        errors.Require(Name.Length is > 0 and <= LongestName, "name", $"A name has 1 to {LongestName} characters.");
        for (var i = 0; i < Prices.Length; i++)
        {
            CheckTarget(Prices[i].Target, At("prices", i));
            CheckChange(Prices[i].Change, At("prices", i));
        }

        for (var i = 0; i < Currencies.Length; i++) CheckChange(Currencies[i].Change, At("currencies", i));
        for (var i = 0; i < Margins.Length; i++)
        {
            CheckTarget(Margins[i].Target, At("margins", i));
            errors.Require(Margins[i].Factor.Value is > 0m and <= 1000m, $"{At("margins", i)}.factor",
                "A factor is above 0 and at most 1000.");
        }

        for (var i = 0; i < Depths.Length; i++)
        {
            Known(Depths[i].Symbol, At("depths", i));
            errors.Require(Depths[i].Volume.Value > 0m, $"{At("depths", i)}.volume", "A volume is above zero.");
            errors.Require(Depths[i].Impact.Value is >= 0m and <= 1000m, $"{At("depths", i)}.impact",
                "An impact is from 0 to 1000.");
        }

        errors.Require(LargestSlippage.Value is >= 0m and < 1m, "largestSlippage", "A slippage is from 0 to below 1.");
        errors.Require(RoundLength > TimeSpan.Zero, "roundSeconds", "A round takes time.");
        errors.Require(RoundLimit is > 0 and <= MostRounds, "roundLimit", $"A cascade has 1 to {MostRounds} rounds.");
        return errors.Found;

        void CheckTarget(ShockTarget target, string place)
        {
            if (target.Symbol is { } symbol) Known(symbol, place);
            var kinds = (target.Symbol is null ? 0 : 1) + (target.Class is null ? 0 : 1)
                + (target.AssetClass is null ? 0 : 1);
            errors.Require(kinds <= 1, place, "Name a symbol, a class or an asset class, not several.");
        }

        void Known(Symbol symbol, string place) => errors.Require(
            market.FindInstrument(symbol) is not null, $"{place}.symbol", $"There is no instrument {symbol}.");

        void CheckChange(Ratio change, string place) => errors.Require(
            change.Value is > -1m and <= 1000m, $"{place}.change", "A change is above -1 and at most 1000.");
    }

    private static string At(string list, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");
}
