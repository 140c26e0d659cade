using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Instruments;

/// <summary>How much margin a position of an instrument needs: one of six kinds. A closed set.</summary>
public abstract record MarginTerms
{
    private MarginTerms()
    {
    }

    /// <summary>A share of the notional. Rates between 0 and 1, maintenance not above initial.</summary>
    /// <param name="Initial">Share needed to open, 0.50 for one half.</param>
    /// <param name="Maintenance">Share needed to keep.</param>
    public sealed record Rate(Ratio Initial, Ratio Maintenance) : MarginTerms;

    /// <summary>
    /// An amount per contract, whatever the price: |quantity| ÷ units per contract × amount (futures; an explicit
    /// margin per lot in FX).
    /// </summary>
    /// <param name="Initial">Needed to open one contract.</param>
    /// <param name="Maintenance">Needed to keep one contract, of the same currency.</param>
    /// <param name="UnitsPerContract">Units of quantity that one contract stands for; 1 when quantity counts
    /// contracts.</param>
    public sealed record PerContract(Money Initial, Money Maintenance, Quantity UnitsPerContract) : MarginTerms;

    /// <summary>
    /// Rates that grow with the notional, each on its own slice only, so that the requirement is continuous at every
    /// edge. The first slice starts at 0.
    /// </summary>
    /// <param name="Slices">In rising order of <see cref="MarginTier.NotionalFrom"/>.</param>
    public sealed record Tiers(ImmutableArray<MarginTier> Slices) : MarginTerms;

    /// <summary>Initial = notional ÷ leverage; maintenance = a share of initial.</summary>
    /// <param name="Maximum">Notional per unit of margin, 30 for 1:30; at least 1.</param>
    /// <param name="MaintenanceShare">Share of initial that is needed to keep, above 0 and at most 1.</param>
    public sealed record Leverage(Ratio Maximum, Ratio MaintenanceShare) : MarginTerms;

    /// <summary>
    /// Rates that depend on the price and on the side, with a least amount per unit of the underlying: the step of the
    /// price holds for the whole position (rule MARG-013). For linear contracts.
    /// </summary>
    /// <param name="LongSide">Of what is held long, in rising order of <see cref="PriceStep.From"/>, the first from
    /// zero.</param>
    /// <param name="ShortSide">Of what is held short, likewise.</param>
    public sealed record PriceSteps(ImmutableArray<PriceStep> LongSide, ImmutableArray<PriceStep> ShortSide)
        : MarginTerms
    {
        /// <summary>The step of a side at a price: the last that starts at or below it.</summary>
        public PriceStep At(Quantity quantity, Price price)
        {
            var steps = quantity.IsLong ? LongSide : ShortSide;
            var i = steps.Length - 1;
            while (i > 0 && steps[i].From is { } from && from.CompareTo(price) > 0) i--;
            return steps[i];
        }
    }

    /// <summary>
    /// Rates that grow with the size: base + units of the underlying × per unit, at most 1 (rule MARG-014).
    /// </summary>
    /// <param name="Initial">Share of the notional needed to open the smallest position.</param>
    /// <param name="Maintenance">Share needed to keep it, not above initial.</param>
    /// <param name="PerUnit">What each unit of the underlying adds to both, not negative.</param>
    public sealed record SizeScaled(Ratio Initial, Ratio Maintenance, Ratio PerUnit) : MarginTerms;
}

/// <summary>Margin of one side from a price on: the larger of a share of the price and an amount per unit.</summary>
/// <param name="From">The first price of the step; null for the step that starts at zero.</param>
/// <param name="Initial">Share of the price needed to open, above zero; above 1 is allowed.</param>
/// <param name="Maintenance">Share of the price needed to keep, above zero, not above initial.</param>
/// <param name="MinimumPerUnit">The least per unit of the underlying for both, in the quote currency, not
/// negative.</param>
public sealed record PriceStep(Price? From, Ratio Initial, Ratio Maintenance, Money MinimumPerUnit);

/// <summary>One slice of tiered margin.</summary>
/// <param name="NotionalFrom">Where the slice starts, in the instrument's settlement currency.</param>
/// <param name="Initial">Share of the notional inside this slice.</param>
/// <param name="Maintenance">Share of the notional inside this slice, not above initial.</param>
public sealed record MarginTier(decimal NotionalFrom, Ratio Initial, Ratio Maintenance);

/// <summary>Margin terms that hold from an instant until the next ones do.</summary>
/// <param name="EffectiveAt">First instant at which they hold.</param>
/// <param name="Terms">The terms.</param>
public sealed record DatedMarginTerms(DateTimeOffset EffectiveAt, MarginTerms Terms);

/// <summary>
/// The margin terms of an instrument over time. Before the first date there are none, which fails closed.
/// </summary>
public sealed record MarginSchedule
{
    /// <summary>Orders the dated terms; two with the same instant throw <see cref="ArgumentException"/>.</summary>
    public MarginSchedule(ImmutableArray<DatedMarginTerms> dated)
    {
        Dated = [.. dated.OrderBy(d => d.EffectiveAt)];
        for (var i = 1; i < Dated.Length; i++)
        {
            if (Dated[i].EffectiveAt == Dated[i - 1].EffectiveAt)
            {
                throw new ArgumentException($"two margin terms take effect at {Dated[i].EffectiveAt:O}", nameof(dated));
            }
        }
    }

    /// <summary>In rising order of their dates.</summary>
    public ImmutableArray<DatedMarginTerms> Dated { get; }

    /// <summary>Terms that hold always.</summary>
    public static MarginSchedule Always(MarginTerms terms) => new([new(DateTimeOffset.MinValue, terms)]);

    /// <summary>The terms in force, or null when none are.</summary>
    public MarginTerms? At(DateTimeOffset now)
    {
        for (var i = Dated.Length - 1; i >= 0; i--)
        {
            if (Dated[i].EffectiveAt <= now) return Dated[i].Terms;
        }

        return null;
    }

    /// <summary>The next instant after <paramref name="now"/> at which other terms take effect, or null.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset now)
    {
        foreach (var dated in Dated)
        {
            if (dated.EffectiveAt > now) return dated.EffectiveAt;
        }

        return null;
    }
}
