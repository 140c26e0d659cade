using System.Collections.Immutable;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <summary>How endangered an account is.</summary>
public enum Stage
{
    /// <summary>No line is crossed.</summary>
    Healthy,

    /// <summary>The early warning is crossed.</summary>
    Warning,

    /// <summary>A margin call is open.</summary>
    Call,

    /// <summary>Positions are being reduced by force.</summary>
    Liquidating,

    /// <summary>Nothing is held and equity is below zero: the client owes it.</summary>
    Deficit,
}

/// <summary>
/// A trading account as its events say it is; nothing here comes from anywhere else. Equity and margin are not stored:
/// they follow from it, the marks and the terms.
/// </summary>
public sealed partial record Account
{
    /// <summary>The account.</summary>
    public required AccountId Id { get; init; }

    /// <summary>Its regime; which version counts is a matter of the date.</summary>
    public required RegimeId RegimeId { get; init; }

    /// <summary>The number of its last event, from 1. This is the account's version.</summary>
    public required long Sequence { get; init; }

    /// <summary>Market time of its last event; for an account time never goes back.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Balances and positions.</summary>
    public required Portfolio Portfolio { get; init; }

    /// <summary>The stage it was left in.</summary>
    public Stage Stage { get; init; }

    /// <summary>The margin calls that are not over, the oldest first; at most one of each rule.</summary>
    public ImmutableArray<MarginCall> Calls { get; init; } = [];

    /// <summary>The running liquidations: at most one of what is shared and one of each bucket.</summary>
    public ImmutableArray<LiquidationState> Liquidations { get; init; } = [];

    /// <summary>Isolated positions, in the order of the symbols.</summary>
    public ImmutableArray<IsolatedBucket> Buckets { get; init; } = [];

    /// <summary>
    /// Instruments the client wants liquidated last, in no order; a wish that is honoured where it can be.
    /// </summary>
    public ImmutableArray<Symbol> LiquidateLast { get; init; } = [];

    /// <summary>
    /// True after an incident that a person has to look at, or an expired call that restricts: only orders that reduce
    /// are allowed.
    /// </summary>
    public bool IsRestricted { get; init; }

    /// <summary>When the restriction ends by itself; null when a person has to lift it.</summary>
    public DateTimeOffset? RestrictedUntil { get; init; }

    /// <summary>When the client was last told something, from which the least interval counts.</summary>
    public DateTimeOffset? NoticedAt { get; init; }

    /// <summary>Whether the early warning stands; beneath a graver stage too.</summary>
    public bool IsWarned { get; init; }

    /// <summary>The latest session switch that the client was warned of; null before the first.</summary>
    public DateTimeOffset? WarnedOfSwitch { get; init; }

    /// <summary>Whether the client owes what was missing when nothing was held; beneath a graver stage too.</summary>
    public bool IsInDebt { get; init; }

    /// <summary>
    /// The case of that debt; null without one, and for a debt from before there were cases, until it is judged next.
    /// </summary>
    public DebtCase? Debt { get; init; }

    /// <summary>How many debt cases were opened so far.</summary>
    public int DebtCount { get; init; }

    /// <summary>Whether a fill added risk that could not be judged yet, because there was no price.</summary>
    public bool IsFillUnjudged { get; init; }

    /// <summary>
    /// Gains realised so far by currency, in the order of the codes; for display, contained in the balances.
    /// </summary>
    public ImmutableArray<Money> RealizedPnl { get; init; } = [];

    /// <summary>
    /// Gains less losses realised on the trading day of <see cref="UnsettledUntil"/>, by currency, in the order of the
    /// codes; contained in the balances, and kept only where the regime holds them.
    /// </summary>
    public ImmutableArray<Money> UnsettledGains
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>When that trading day ends, and they are settled; null before the first of them.</summary>
    public DateTimeOffset? UnsettledUntil { get; init; }

    /// <summary>How many calls were opened so far.</summary>
    public int CallCount { get; init; }

    /// <summary>How many liquidations were started so far.</summary>
    public int LiquidationCount { get; init; }

    /// <summary>How many liquidation orders were numbered so far.</summary>
    public int OrderCount { get; init; }

    /// <summary>Write-offs and fees that the insurance fund has not confirmed yet.</summary>
    public ImmutableArray<CompensationClaim> Claims { get; init; } = [];

    /// <summary>
    /// Withdrawals that are held, the oldest first; no price and no deadline changes them, so they expose nothing.
    /// </summary>
    public ImmutableArray<HeldWithdrawal> Withdrawals
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>From where it is topped up; null before any source was named.</summary>
    public TopUpState? TopUp { get; init; }

    /// <summary>How many sources were asked so far.</summary>
    public int TopUpCount { get; init; }

    /// <summary>As a source: what is on its way to other accounts, the oldest first.</summary>
    public ImmutableArray<OutgoingTransfer> Outgoing
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>The last settlement at which a call could be judged; for regimes that judge at settlement.</summary>
    public DateTimeOffset SettledAt { get; init; }

    /// <summary>The marks of the last event that was decided on marks: never judged at an older one again.</summary>
    public ImmutableArray<Mark> JudgedMarks { get; init; } = [];

    /// <summary>The gravest call that demands something: the one due first, or null.</summary>
    public MarginCall? Call
    {
        get
        {
            MarginCall? first = null;
            foreach (var call in Calls)
            {
                if (!call.Demands) continue;
                if (first is null || (call.DueAt ?? DateTimeOffset.MaxValue) < (first.DueAt ?? DateTimeOffset.MaxValue))
                {
                    first = call;
                }
            }

            return first;
        }
    }

    /// <summary>The running liquidation of what all positions share, or null.</summary>
    public LiquidationState? Liquidation => FindLiquidation(null);

    /// <summary>The account's own currency.</summary>
    public Currency Currency => Portfolio.Currency;

    /// <summary>Whether an answer about money is missing: of a fund, a source or a receiver.</summary>
    public bool AwaitsMoney => !Claims.IsEmpty || TopUp?.Pending is not null || !Outgoing.IsEmpty;

    /// <summary>Whether a mark, a deadline or an answer can still change anything.</summary>
    public bool IsExposed => !Portfolio.IsFlat || !Calls.IsEmpty || !Liquidations.IsEmpty || AwaitsMoney
        || !Buckets.IsEmpty || RestrictedUntil is not null || !Portfolio.Orders.IsEmpty
        || IsInDebt || !Stops.IsEmpty || Portfolio.Costs is { IsOpen: true }
        || Portfolio.Balances.Any(b => b.Currency != Currency || b.IsNegative);

    /// <summary>The liquidation of a bucket, or of what is shared when null; null when none runs.</summary>
    public LiquidationState? FindLiquidation(Symbol? bucket)
    {
        foreach (var liquidation in Liquidations)
        {
            if (liquidation.Bucket == bucket) return liquidation;
        }

        return null;
    }

    /// <summary>The liquidation with an outstanding order of this id, or null.</summary>
    public LiquidationState? FindLiquidation(OrderId orderId)
    {
        foreach (var liquidation in Liquidations)
        {
            if (liquidation.Find(orderId) is not null) return liquidation;
        }

        return null;
    }

    /// <summary>The held withdrawal of an id, or null.</summary>
    public HeldWithdrawal? FindWithdrawal(OperationId transferId)
    {
        foreach (var held in Withdrawals)
        {
            if (held.TransferId == transferId) return held;
        }

        return null;
    }

    /// <summary>The call opened by a rule, or null.</summary>
    public MarginCall? FindCall(string rule)
    {
        foreach (var call in Calls)
        {
            if (call.Rule == rule) return call;
        }

        return null;
    }

    /// <summary>The portfolio of a bucket (empty when there is none), or the shared one when null.</summary>
    public Portfolio PortfolioOf(Symbol? bucket)
    {
        if (bucket is null) return Portfolio;
        foreach (var isolated in Buckets)
        {
            if (isolated.Symbol == bucket) return isolated.Portfolio;
        }

        return Portfolio.Empty(Currency) with { ClientClass = Portfolio.ClientClass };
    }
}

/// <summary>A numbered claim on the insurance fund, in transit until the fund answers.</summary>
/// <param name="ClaimId"><c>claim-{accountId}-{n}</c>.</param>
/// <param name="Amount">Above zero: the fund pays; below zero: the fund receives, as a liquidation fee.</param>
/// <param name="AskedAt">When it was made.</param>
public sealed record CompensationClaim(string ClaimId, Money Amount, DateTimeOffset AskedAt);
