using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>Where a liquidation goes.</summary>
public enum LiquidationRoute
{
    /// <summary>Nowhere: the account is not below its maintenance margin.</summary>
    None,

    /// <summary>Orders on the book.</summary>
    Book,

    /// <summary>The house takes the positions over.</summary>
    Backstop,
}

/// <summary>The next step of a staged liquidation.</summary>
/// <param name="Route">Where it goes.</param>
/// <param name="Notional">How much of it, not negative, not rounded.</param>
public readonly record struct StagedStep(LiquidationRoute Route, Money Notional);

/// <summary>
/// A liquidation in stages (rule LIQD-010): of what is large a share on the book first, then, for a while, all of it;
/// once too little equity is left the house takes over. Source: the liquidation page of Hyperliquid.
/// </summary>
public sealed record StagedLiquidation
{
    /// <summary>Only a notional above this is large.</summary>
    public required Money LargeAbove { get; init; }

    /// <summary>The share of what is large that goes first, above zero, at most 1.</summary>
    public required Ratio FirstShare { get; init; }

    /// <summary>How long after a first share all orders are of full size; at its end no longer.</summary>
    public required TimeSpan Cooldown { get; init; }

    /// <summary>
    /// The house takes over once equity times this is below maintenance margin, at least 1: 1.5 says two thirds of it,
    /// which as a fraction would have no last digit.
    /// </summary>
    public required Ratio BackstopMultiple { get; init; }

    /// <summary>The next step.</summary>
    /// <param name="account">The account.</param>
    /// <param name="notional">The position's notional, not negative.</param>
    /// <param name="sinceFirstShare">How long ago a first share went; null when none did.</param>
    public StagedStep Next(AccountRisk account, Money notional, TimeSpan? sinceFirstShare)
    {
        if (!account.IsLiquidatable) return new(LiquidationRoute.None, Money.Zero(notional.Currency));
        if (account.Equity * BackstopMultiple < account.MaintenanceMargin)
        {
            return new(LiquidationRoute.Backstop, notional);
        }

        var isWhole = notional <= LargeAbove || sinceFirstShare < Cooldown;
        return new(LiquidationRoute.Book, isWhole ? notional : notional * FirstShare);
    }
}
