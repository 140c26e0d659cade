using System.Collections.Immutable;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Guards;

/// <summary>The prices of one instrument within which an account cannot change; open at its edges.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Of">Which of its prices.</param>
/// <param name="Low">At or above this nothing changes; null when no fall matters.</param>
/// <param name="High">At or below this nothing changes; null when no rise matters.</param>
public readonly record struct GuardBand(Symbol Symbol, PriceSide Of, Price? Low, Price? High)
{
    /// <summary>
    /// Whether any next mark wakes the account, whatever its price: because it has none that counts yet, or because no
    /// room is known.
    /// </summary>
    public bool IsAlways { get; init; }

    /// <summary>A band that any next mark leaves.</summary>
    public static GuardBand Always(Symbol symbol) =>
        new(symbol, PriceSide.Mark, null, null) { IsAlways = true };

    /// <summary>Whether a newer mark leaves the band, so that the account has to be asked.</summary>
    public bool IsLeftBy(Mark mark)
    {
        if (IsAlways) return true;
        var price = mark.At(Of).Value;
        return (Low is { } low && price < low.Value) || (High is { } high && price > high.Value);
    }

    /// <summary>The narrower of two bands of one price on each side.</summary>
    public GuardBand Within(GuardBand other) => this with
    {
        Low = Low is { } low && !(other.Low?.CompareTo(low) > 0) ? low : other.Low,
        High = High is { } high && !(other.High?.CompareTo(high) < 0) ? high : other.High,
        IsAlways = IsAlways || other.IsAlways,
    };
}

/// <summary>
/// What an account says after it was judged: within these bands and until this time nothing about it can change. It may
/// be too narrow, never too wide.
/// </summary>
/// <param name="Version">The account's sequence number it was computed for; an older guard never replaces a newer
/// one.</param>
/// <param name="Bands">At least one per instrument that matters, in the order of the symbols.</param>
/// <param name="DueAt">When the account has to be asked although no band was left, or null.</param>
public sealed record Guard(long Version, ImmutableArray<GuardBand> Bands, DateTimeOffset? DueAt)
{
    /// <summary>Whether the account is asked at every mark that it depends on: no room is known.</summary>
    public bool IsNarrow => !Bands.IsEmpty && Bands.All(b => b.IsAlways);

    /// <summary>Whether it depends on an instrument.</summary>
    public bool DependsOn(Symbol symbol)
    {
        foreach (var band in Bands)
        {
            if (band.Symbol == symbol) return true;
        }

        return false;
    }
}
