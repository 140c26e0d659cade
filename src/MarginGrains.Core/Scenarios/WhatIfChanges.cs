using System.Collections.Immutable;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Scenarios;

/// <summary>Cash that would move.</summary>
/// <param name="Kind">Which way.</param>
/// <param name="Amount">Above zero.</param>
public sealed record WhatIfCash(TransferKind Kind, Money Amount);

/// <summary>A price that would stand.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Price">Its mark.</param>
public sealed record WhatIfPrice(Symbol Symbol, Price Price);

/// <summary>Margin terms that would hold.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Terms">From when on, and which; of one instant they replace what is announced for it.</param>
public sealed record WhatIfTerms(Symbol Symbol, DatedMarginTerms Terms);

/// <summary>
/// What would be otherwise. Prices, terms and the regime come first; then cash in its order, then fills in theirs, each
/// judged as the account would judge it; at the end the account is judged once more.
/// </summary>
public sealed record WhatIfChanges
{
    /// <summary>
    /// How far ahead an instant may be: every day until then is counted for whoever bears costs.
    /// </summary>
    public static readonly TimeSpan LongestAhead = TimeSpan.FromDays(3_660);

    /// <summary>No change.</summary>
    public static WhatIfChanges None { get; } = new();

    /// <summary>Executions; one without a price is at the mark of the scenario.</summary>
    public ImmutableArray<Fill> Fills { get; init; } = [];

    /// <summary>Deposits, withdrawals and fees.</summary>
    public ImmutableArray<WhatIfCash> Cash { get; init; } = [];

    /// <summary>Prices.</summary>
    public ImmutableArray<WhatIfPrice> Prices { get; init; } = [];

    /// <summary>Margin terms of instruments.</summary>
    public ImmutableArray<WhatIfTerms> Terms { get; init; } = [];

    /// <summary>A version of the account's regime; its date counts, its name and number do not.</summary>
    public Regime? Regime { get; init; }

    /// <summary>The instant that is looked at; null, or one that has passed, for now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Whether nothing would be otherwise.</summary>
    public bool IsNone => Fills.IsEmpty && Cash.IsEmpty && Prices.IsEmpty && Terms.IsEmpty && Regime is null
        && At is null;
}
