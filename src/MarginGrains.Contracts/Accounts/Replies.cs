using System.Collections.Immutable;
using MarginGrains.Contracts.Marks;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Contracts.Accounts;

/// <summary>What became of a command.</summary>
/// <param name="Refusal">Null when it was accepted.</param>
/// <param name="Version">The account's version after it.</param>
/// <param name="IsNew">Whether it created the account.</param>
/// <param name="Incidents">Codes of incidents it raised.</param>
[GenerateSerializer, Immutable, Alias("commandReply")]
public sealed record CommandReply(
    [property: Id(0)] Refusal? Refusal,
    [property: Id(1)] long Version,
    [property: Id(2)] bool IsNew,
    [property: Id(3)] ImmutableArray<string> Incidents)
{
    /// <summary>Whether the command was accepted.</summary>
    public bool IsAccepted => Refusal is null;

    /// <summary>Whether this is the stored answer to an earlier command with the same id and content.</summary>
    [Id(4)]
    public bool IsReplayed { get; init; }

    /// <summary>Whether the id was used before with other content; nothing was done.</summary>
    [Id(5)]
    public bool IsIdReused { get; init; }

    /// <summary>What a source gave when it was asked to; null for every other command.</summary>
    [Id(6)]
    public Money? Given { get; init; }
}

/// <summary>A monitor wakes an account.</summary>
/// <param name="Ticket">Numbers the wakes of a monitor; the notice carries it back.</param>
/// <param name="Now">Market time of the moment.</param>
/// <param name="Marks">The marks of the moment that the account depends on.</param>
/// <param name="KnownVersion">The version of the account that the monitor knows.</param>
/// <param name="SendAgain">Whether unanswered orders and claims are to be sent again under their ids.</param>
[GenerateSerializer, Immutable, Alias("wake")]
public sealed record Wake(
    [property: Id(0)] long Ticket,
    [property: Id(1)] DateTimeOffset Now,
    [property: Id(2)] ImmutableArray<Mark> Marks,
    [property: Id(3)] long KnownVersion,
    [property: Id(4)] bool SendAgain)
{
    /// <summary>
    /// New terms that are the reason for the wake: the account's silo may not have them yet, and an account that was
    /// judged at
    /// the old ones would not be woken for them again.
    /// </summary>
    [Id(5)]
    public FeedItem? Terms { get; init; }
}

/// <summary>
/// What an account tells its monitor after a judgement or a commit; the monitor computes the guard itself, at its own
/// marks and terms.
/// </summary>
/// <param name="AccountId">The account.</param>
/// <param name="Version">Its version; a notice never replaces one of a newer version. 0 when it does not exist.</param>
/// <param name="Ticket">The wake it answers, or 0 when it comes after a command.</param>
/// <param name="Account">The account, left out when the monitor knows this version already.</param>
[GenerateSerializer, Immutable, Alias("accountNotice")]
public sealed record AccountNotice(
    [property: Id(0)] string AccountId,
    [property: Id(1)] long Version,
    [property: Id(2)] long Ticket,
    [property: Id(3)] Account? Account)
{
    /// <summary>The tag of the row that holds this version; null when it is not known.</summary>
    [Id(4)]
    public string? ETag { get; init; }
}

/// <summary>One line of the desk's list.</summary>
[GenerateSerializer, Immutable, Alias("accountSummary")]
public sealed record AccountSummary
{
    [Id(0)] public required string AccountId { get; init; }

    [Id(1)] public required string RegimeId { get; init; }

    [Id(2)] public required Stage Stage { get; init; }

    /// <summary>The totals; unpriced when a mark is missing or stale.</summary>
    [Id(3)] public required MarginFigures Figures { get; init; }

    /// <summary>The measure the regime is known by.</summary>
    [Id(4)] public required Measure RegimeRatio { get; init; }

    /// <summary>The open call's amount due, or null.</summary>
    [Id(5)] public Money? AmountDue { get; init; }

    /// <summary>The open call's due instant, or null.</summary>
    [Id(6)] public DateTimeOffset? DueAt { get; init; }

    /// <summary>How many instruments are held.</summary>
    [Id(7)] public int Positions { get; init; }

    /// <summary>Whether a liquidation is running.</summary>
    [Id(8)] public bool IsLiquidating { get; init; }

    /// <summary>How many calls demand something.</summary>
    [Id(9)] public int Calls { get; init; }
}
