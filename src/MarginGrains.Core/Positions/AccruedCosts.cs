using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Positions;

/// <summary>What is counted over time.</summary>
public enum CostKind
{
    /// <summary>Interest on borrowed cash, by currency.</summary>
    Interest,

    /// <summary>What is added to it on amounts that are overdue.</summary>
    OverdueInterest,

    /// <summary>Overnight swap, by symbol.</summary>
    Swap,

    /// <summary>Funding of one period, by symbol.</summary>
    Funding,

    /// <summary>Fee for borrowed securities, by symbol.</summary>
    Borrow,

    /// <summary>Daily settlement of unrealised P&amp;L, by symbol; no cost, but counted at the same borders.</summary>
    Settlement,
}

/// <summary>What has accrued of one kind since it was first counted.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">A currency or a symbol.</param>
/// <param name="Exact">
/// Σ principal × rate × days, products alone: not divided and not rounded. Above zero it is a cost.
/// </param>
/// <param name="Divisor">What the sum is divided by: 360, 365 or 1.</param>
public sealed record CostLine(CostKind Kind, string Subject, Money Exact, int Divisor)
{
    /// <summary>What of it has been taken from the balance so far, signed.</summary>
    public required Money Charged { get; init; }

    /// <summary>
    /// What would be charged now: all that accrued, rounded as it is booked, less what was charged (rule COST-003).
    /// </summary>
    public Money Outstanding => Rounding.Booked(Exact.Amount / Divisor, Exact.Currency) - Charged;
}

/// <summary>One period that was counted, with all that its amount can be computed from.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">A currency or a symbol.</param>
/// <param name="Border">The end of the day, or the instant of funding.</param>
/// <param name="Exact">principal × rate × days, to be divided; above zero it is a cost.</param>
/// <param name="Divisor">What it is divided by.</param>
public sealed record AccruedCost(CostKind Kind, string Subject, DateTimeOffset Border, Money Exact, int Divisor)
{
    /// <summary>Borrowed cash at the border, above zero; null for what is counted by units.</summary>
    public Money? Principal { get; init; }

    /// <summary>Units held at the border, signed; null for what is counted on cash.</summary>
    public Quantity? Units { get; init; }

    /// <summary>The rate, spreads included, caps applied.</summary>
    public Ratio Rate { get; init; }

    /// <summary>The price that it was counted at; null where none is needed.</summary>
    public Price? Price { get; init; }

    /// <summary>Calendar days or nights.</summary>
    public int Days { get; init; }
}

/// <summary>A period whose rate or price was not published when it ended; it is never taken for zero.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">A currency or a symbol.</param>
/// <param name="Border">The end of the day, or the instant of funding.</param>
/// <param name="Divisor">What its amount will be divided by.</param>
public sealed record PendingCost(CostKind Kind, string Subject, DateTimeOffset Border, int Divisor)
{
    /// <summary>Borrowed cash at the border, above zero.</summary>
    public Money? Principal { get; init; }

    /// <summary>
    /// Units held at the border, signed; of a settlement what is left of them.
    /// </summary>
    public Quantity? Units { get; init; }

    /// <summary>Of a settlement the average price at the border.</summary>
    public Price? Average { get; init; }

    /// <summary>What is added to the published rate.</summary>
    public Ratio Spread { get; init; }

    /// <summary>Calendar days or nights.</summary>
    public int Days { get; init; }

    /// <summary>Of a settlement its operation id, <c>settle-{symbol}-{date}</c>; null for the others.</summary>
    public string? Reference { get; init; }

    /// Whether it is the same period of the same side.
    internal bool Is(PendingCost other) => Kind == other.Kind && Subject == other.Subject && Border == other.Border
        && Math.Sign(Units?.Value ?? 0m) == Math.Sign(other.Units?.Value ?? 0m);

    internal bool Is(AccruedCost counted) => Kind == counted.Kind && Subject == counted.Subject
        && Border == counted.Border
        && Math.Sign(Units?.Value ?? 0m) == Math.Sign(counted.Units?.Value ?? 0m);
}

/// <summary>What of a line was taken from the balance.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">A currency or a symbol.</param>
/// <param name="Divisor">That of the line.</param>
/// <param name="Amount">Above zero it was taken, below zero it was credited.</param>
public sealed record ChargedCost(CostKind Kind, string Subject, int Divisor, Money Amount);

/// <summary>
/// What a portfolio owes for time that has passed and not been charged, and what waits to be counted.
/// </summary>
/// <param name="Lines">
/// In the order in which they were first counted; at most one per kind, subject and divisor.
/// </param>
/// <param name="Pending">In the order of their borders.</param>
public sealed record AccruedCosts(ImmutableArray<CostLine> Lines, ImmutableArray<PendingCost> Pending)
{
    /// <summary>Nothing.</summary>
    public static AccruedCosts None { get; } = new([], []);

    /// <summary>Whether anything is still to be charged or to be counted.</summary>
    public bool IsOpen => !Pending.IsEmpty || Lines.Any(l => l.Outstanding.Amount != 0m);

    /// <summary>With periods counted; they no longer wait.</summary>
    public AccruedCosts Add(IEnumerable<AccruedCost> counted)
    {
        var (lines, pending) = (Lines, Pending);
        foreach (var cost in counted)
        {
            pending = pending.RemoveAll(p => p.Is(cost));
            var line = Find(lines, cost.Kind, cost.Subject, cost.Divisor);
            lines = line is null
                ? lines.Add(new(cost.Kind, cost.Subject, cost.Exact, cost.Divisor)
                {
                    Charged = Money.Zero(cost.Exact.Currency),
                })
                : lines.Replace(line, line with { Exact = line.Exact + cost.Exact });
        }

        return new(lines, pending);
    }

    /// <summary>With periods that wait.</summary>
    public AccruedCosts Wait(IEnumerable<PendingCost> waiting) =>
        this with { Pending = [.. Pending.AddRange(waiting).OrderBy(p => p.Border)] };

    /// <summary>With part of a line charged.</summary>
    public AccruedCosts Charge(ChargedCost charged) => Find(Lines, charged.Kind, charged.Subject, charged.Divisor)
        is { } line
        ? this with { Lines = Lines.Replace(line, line with { Charged = line.Charged + charged.Amount }) }
        : this;

    /// <summary>
    /// After positions changed: what was charged period by period ends with the position, less than half a minor unit
    /// with it; of a settlement that waits the units go in proportion, as the average price has it.
    /// </summary>
    public AccruedCosts After(ImmutableArray<Position> before, ImmutableArray<Position> after)
    {
        var lines = Lines.RemoveAll(l => l.Kind is CostKind.Swap or CostKind.Funding or CostKind.Borrow
            && l.Outstanding.Amount == 0m && after.All(p => p.Symbol.Value != l.Subject));
        return new(lines, [.. Pending.Select(p => Left(p, before, after)).OfType<PendingCost>()]);
    }

    /// <summary>With what another portfolio, which is gone, still has to pay.</summary>
    public AccruedCosts Join(AccruedCosts other)
    {
        var joined = this;
        foreach (var line in other.Lines)
        {
            if (line.Outstanding.Amount == 0m) continue;
            var own = Find(joined.Lines, line.Kind, line.Subject, line.Divisor);
            joined = joined with
            {
                Lines = own is null
                    ? joined.Lines.Add(line)
                    : joined.Lines.Replace(own, own with
                    {
                        Exact = own.Exact + line.Exact, Charged = own.Charged + line.Charged,
                    }),
            };
        }

        return joined.Wait(other.Pending);
    }

    private static PendingCost? Left(
        PendingCost waiting, ImmutableArray<Position> before, ImmutableArray<Position> after)
    {
        if (waiting is not { Kind: CostKind.Settlement, Units: { } units }) return waiting;
        var had = Held(before, waiting.Subject, units.IsLong);
        var has = Held(after, waiting.Subject, units.IsLong);
        if (has is null || had is null) return null;
        if (has.Quantity.Absolute.CompareTo(had.Quantity.Absolute) >= 0) return waiting;
        return waiting with
        {
            Units = units == had.Quantity
                ? has.Quantity
                : new(Rounding.Exact(units.Value * has.Quantity.Value / had.Quantity.Value)),
        };
    }

    private static Position? Held(ImmutableArray<Position> positions, string symbol, bool isLong) =>
        positions.FirstOrDefault(p => p.Symbol.Value == symbol && p.Quantity.IsLong == isLong);

    private static CostLine? Find(ImmutableArray<CostLine> lines, CostKind kind, string subject, int divisor)
    {
        foreach (var line in lines)
        {
            if (line.Kind == kind && line.Subject == subject && line.Divisor == divisor) return line;
        }

        return null;
    }
}
