using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Instruments;

/// <summary>Which terms hold by the hours of a market (rule SESS-002).</summary>
public enum TradingSession
{
    /// <summary>While it trades, and in pauses within a trading day.</summary>
    Intraday,

    /// <summary>From the lead time before a close in which a trading day ends, until the next opening.</summary>
    Overnight,

    /// <summary>The same before a close of at least a day, or one that holds a day that is no business day.</summary>
    Weekend,
}

/// <summary>
/// What the hours of an instrument's calendar do to its margin terms (rules SESS-001 to SESS-003): each session
/// multiplies initial and maintenance margin of the terms in force, whatever their kind.
/// </summary>
public sealed record SessionMargin
{
    /// <summary>The largest multiplier.</summary>
    public const int LargestFactor = 100;

    /// <summary>The longest lead time.</summary>
    public static readonly TimeSpan LongestLead = TimeSpan.FromHours(24);

    /// <summary>Times the terms while the market trades, above zero.</summary>
    public Ratio Intraday { get; init; } = Ratio.One;

    /// <summary>Times the terms over night, above zero.</summary>
    public Ratio Overnight { get; init; } = Ratio.One;

    /// <summary>Times the terms over a weekend or a holiday, above zero.</summary>
    public Ratio Weekend { get; init; } = Ratio.One;

    /// <summary>How long before the close the terms of the closed time hold already, not negative.</summary>
    public TimeSpan LeadTime { get; init; }

    /// <summary>
    /// The step to which a multiplied amount per contract rounds, to the nearest, halves up and never to nothing; null
    /// for none. Above zero, in the currency of the amounts.
    /// </summary>
    public Money? Step { get; init; }

    /// <summary>The multiplier of a session.</summary>
    public Ratio Of(TradingSession session) => session switch
    {
        TradingSession.Intraday => Intraday,
        TradingSession.Overnight => Overnight,
        _ => Weekend,
    };
}

/// <summary>The multiplier in force.</summary>
/// <param name="Session">The session it is of.</param>
/// <param name="Factor">Times the terms, above zero.</param>
/// <param name="Step">The step of amounts per contract, or null.</param>
public readonly record struct SessionFactor(TradingSession Session, Ratio Factor, Money? Step)
{
    /// <summary>What terms ask of a position in this session (rule SESS-001).</summary>
    public MarginRequirement Of(MarginTerms terms, Instrument instrument, Quantity quantity, Price price)
    {
        if (Factor == Ratio.One) return MarginRequirement.Of(terms, instrument, quantity, price);
        if (terms is MarginTerms.PerContract contract)
        {
            terms = contract with { Initial = Times(contract.Initial), Maintenance = Times(contract.Maintenance) };
            return MarginRequirement.Of(terms, instrument, quantity, price);
        }

        var plain = MarginRequirement.Of(terms, instrument, quantity, price);
        return plain with { Initial = plain.Initial * Factor.Value, Maintenance = plain.Maintenance * Factor.Value };
    }

    private Money Times(Money amount)
    {
        var product = amount.Amount * Factor.Value;
        if (Step is not { Amount: var step }) return amount with { Amount = product };
        var steps = Math.Round(product / step, MidpointRounding.AwayFromZero);
        return amount with { Amount = Math.Max(1m, steps) * step };
    }
}
