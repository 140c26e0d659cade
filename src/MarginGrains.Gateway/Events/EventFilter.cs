using System.Collections.Frozen;
using MarginGrains.Contracts.Journal;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Events;

/// <summary>
/// Which events a caller wants. Bookings and other detail come only when asked for by type or account.
/// </summary>
internal sealed class EventFilter
{
    private static readonly FrozenSet<string> Detail = new[]
    {
        "fill.booked", "fill.judged", "transfer.booked", "collateral.moved", "margin.moved", "order.placed",
        "order.cancelled", "account.opened", "account.settled", "account.lastPreferred", "claim.confirmed",
        "withdrawal.held", "withdrawal.confirmed", "withdrawal.released", "topUp.delivered", "topUp.rearmed",
        "costs.accrued", "costs.charged", "pnl.settled", "dividend.booked",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenSet<string>? types;
    private readonly string? accountId;

    private EventFilter(FrozenSet<string>? types, string? accountId)
    {
        this.types = types;
        this.accountId = accountId;
    }

    /// <summary>What comes without any filter.</summary>
    public static EventFilter Public { get; } = new(null, null);

    /// <summary>From <c>types</c> and <c>accountId</c> of the query.</summary>
    public static EventFilter Read(QueryFields query)
    {
        var accountId = query.Id("accountId");
        if (query.Text("types") is not { } list) return new(null, accountId);
        var types = list.Split(',').ToFrozenSet(StringComparer.Ordinal);
        foreach (var type in types.Where(t => !EventTypes.All.Contains(t)))
        {
            query.Refuse("types", "parameter_malformed", $"There are no events of the type '{type}'.");
        }

        return new(types, accountId);
    }

    public bool Matches(JournalEvent e) =>
        (accountId is null || e.AccountId == accountId)
        && (types?.Contains(e.Type) ?? (accountId is not null || !Detail.Contains(e.Type)));
}
