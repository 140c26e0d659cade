using MarginGrains.Core.Accounts;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Scenarios;

namespace MarginGrains.Contracts.Accounts;

/// <summary>
/// One trading account; its key is the account id. One turn at a time: decide, fold, check, write, reply.
/// </summary>
[Alias("account")]
public interface IAccountGrain : IGrainWithStringKey
{
    /// <summary>Carries out a command; the answer is given only after everything it changes is stored.</summary>
    [Alias("execute")]
    Task<CommandReply> ExecuteAsync([Immutable] AccountCommand command);

    /// <summary>Judges the account at the marks of one moment; called by its monitor alone.</summary>
    [Alias("assess")]
    Task<AccountNotice> AssessAsync(Wake wake);

    /// <summary>The account and its figures now, or null when it does not exist.</summary>
    [Alias("margin")]
    Task<MarginReply?> GetMarginAsync();

    /// <summary>Whether an order may be placed, or null when the account does not exist. Stores nothing.</summary>
    [Alias("checkOrder")]
    Task<OrderCheckReply?> CheckOrderAsync([Immutable] OrderQuery query);

    /// <summary>Where a top-up would begin, or null when the account does not exist. Stores nothing.</summary>
    /// <param name="needed">What is needed; null for what is missing to initial margin.</param>
    [Alias("planTopUp")]
    Task<TopUpPlanReply?> PlanTopUpAsync(Money? needed);

    /// <summary>
    /// What the account would give as a source if it were asked now, or null when it does not exist. Stores nothing.
    /// </summary>
    [Alias("offerTopUp")]
    Task<TopUpOfferReply?> OfferTopUpAsync(Money asked);

    /// <summary>What would become of the account, or null when it does not exist. Stores nothing.</summary>
    [Alias("whatIf")]
    Task<WhatIfReply?> WhatIfAsync([Immutable] WhatIfChanges changes);

    /// <summary>The size of a position by its risk, or null when the account does not exist. Stores nothing.</summary>
    [Alias("positionSize")]
    Task<SizeResult?> PositionSizeAsync([Immutable] SizeQuestion question);
}

/// <summary>An order to check.</summary>
/// <param name="Order">Instrument, signed quantity, fee; the price is used when <paramref name="AtMark"/> is
/// false.</param>
/// <param name="AtMark">Whether it fills at the mark.</param>
[GenerateSerializer, Immutable, Alias("orderQuery")]
public sealed record OrderQuery([property: Id(0)] Fill Order, [property: Id(1)] bool AtMark);
