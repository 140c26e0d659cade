using MarginGrains.Core.Instruments;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <summary>What a protective stop does as the price moves, and at which price it closes.</summary>
public enum StopKind
{
    /// <summary>It stays where it is and closes at the market.</summary>
    StopLoss,

    /// <summary>It follows the price at a distance, never back, and closes at the market.</summary>
    Trailing,

    /// <summary>It stays where it is and closes at exactly its price, for a premium.</summary>
    Guaranteed,
}

/// <summary>What the client asked for. The same again changes nothing, anything else replaces it.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="IsLong">Whether it protects what is held long, and sells; otherwise what is held short, and
/// buys.</param>
/// <param name="Kind">How it behaves.</param>
public sealed record StopTerms(Symbol Symbol, bool IsLong, StopKind Kind)
{
    /// <summary>The most units it closes, above zero, whole lots; null for the whole position.</summary>
    public Quantity? Quantity { get; init; }

    /// <summary>The price at which it triggers; null for a trailing stop.</summary>
    public Price? Price { get; init; }

    /// <summary>How far a trailing stop stays behind, in the quote currency per unit; null for the others.</summary>
    public Price? Distance { get; init; }

    /// <summary>Whether it protects the isolated position of its instrument.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>The bucket of the position, or null for what is shared.</summary>
    public Symbol? Bucket => IsIsolated ? Symbol : null;
}

/// <summary>A stop as it stands. It only ever reduces.</summary>
/// <param name="StopId">The client's id.</param>
/// <param name="Terms">What was asked for.</param>
/// <param name="Price">The price at which it triggers now; of a trailing stop it moves.</param>
/// <param name="MarkSequence">The number of the mark it was placed or moved on last; an older one does nothing to
/// it.</param>
public sealed record ProtectiveStop(StopId StopId, StopTerms Terms, Price Price, long MarkSequence)
{
    /// <summary>The most units it closes, above zero; null for the whole position.</summary>
    public Quantity? Quantity { get; init; }

    /// <summary>By how much a trailing stop moves at once, whole ticks; null for the others.</summary>
    public Price? Step { get; init; }

    /// <summary>What was paid for the guarantee so far, in the account's currency; null for the others.</summary>
    public Money? Premium { get; init; }

    /// <summary>Null while it waits for its price.</summary>
    public StopTrigger? Trigger { get; init; }

    /// <summary>The same stop in new units and at prices per new unit.</summary>
    public ProtectiveStop After(SplitRatio split) => this with
    {
        Terms = Terms with
        {
            Quantity = Terms.Quantity is { } asked ? SplitUnits.Of(asked, split) : null,
            Price = Terms.Price is { } price ? SplitUnits.Of(price, split) : null,
            Distance = Terms.Distance is { } distance ? SplitUnits.Of(distance, split) : null,
        },
        Price = SplitUnits.Of(Price, split),
        Quantity = Quantity is { } most ? SplitUnits.Of(most, split) : null,
        Step = Step is { } step ? SplitUnits.Of(step, split) : null,
        Trigger = Trigger is { } trigger ? trigger with { Left = SplitUnits.Of(trigger.Left, split) } : null,
    };

    /// <summary>Whether a closing price triggers it; at its price exactly it does.</summary>
    public bool IsReachedBy(Price closing) => Terms.IsLong
        ? closing.Value <= Price.Value
        : closing.Value >= Price.Value;
}

/// <summary>A stop whose price was reached: it closes what it is for, whatever the price does then.</summary>
/// <param name="At">When.</param>
/// <param name="By">The closing price that reached it.</param>
/// <param name="Left">Units still to close, without sign, above zero.</param>
/// <param name="Order">The order that is committed and not final, or null.</param>
/// <param name="RetryAt">Not before this instant is the next order sent; null when at once.</param>
public sealed record StopTrigger(
    DateTimeOffset At, Price By, Quantity Left, LiquidationOrder? Order, DateTimeOffset? RetryAt);
