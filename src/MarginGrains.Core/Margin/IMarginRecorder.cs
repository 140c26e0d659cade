using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Margin;

/// <summary>
/// Told every step of an evaluation. A struct, so that the one which records nothing costs nothing and there is never a
/// second calculator for explanations.
/// </summary>
public interface IMarginRecorder
{
    /// <summary>Whether the evaluation should go on after the first thing that is missing, to name them all.</summary>
    bool WantsEveryGap { get; }

    /// <summary>A balance and what it is worth in the account's currency.</summary>
    void Balance(Money balance, in Conversion conversion, Money value);

    /// <summary>A position with all that was computed for it.</summary>
    void Position(in PositionLine line);

    /// <summary>Something without a price, a rate or terms.</summary>
    void Gap(string subject, PricingStatus status);
}

/// <summary>One position in an evaluation; money in the account's currency unless said otherwise.</summary>
/// <param name="Position">The position.</param>
/// <param name="Instrument">Its instrument.</param>
/// <param name="Mark">The mark it was valued at.</param>
/// <param name="Terms">The margin terms in force.</param>
/// <param name="Conversion">From the quote currency to the account's.</param>
public readonly record struct PositionLine(
    Position Position, Instrument Instrument, Mark Mark, MarginTerms Terms, Conversion Conversion)
{
    /// <summary>|quantity| × multiplier × mark, in the quote currency.</summary>
    public Money Notional { get; init; }

    /// <summary>Signed value of what is held, rounded.</summary>
    public Money MarketValue { get; init; }

    /// <summary>Signed gain since opening, rounded.</summary>
    public Money UnrealizedPnl { get; init; }

    /// <summary>What of the two counts in equity.</summary>
    public Money EquityShare { get; init; }

    /// <summary>Needed to open, rounded.</summary>
    public Money InitialMargin { get; init; }

    /// <summary>Needed to keep, rounded.</summary>
    public Money MaintenanceMargin { get; init; }
}

/// <summary>Records nothing: the fast path.</summary>
public readonly struct NullRecorder : IMarginRecorder
{
    /// <inheritdoc/>
    public bool WantsEveryGap => false;

    /// <inheritdoc/>
    public void Balance(Money balance, in Conversion conversion, Money value)
    {
    }

    /// <inheritdoc/>
    public void Position(in PositionLine line)
    {
    }

    /// <inheritdoc/>
    public void Gap(string subject, PricingStatus status)
    {
    }
}
