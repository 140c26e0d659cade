using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>An account to open.</summary>
internal sealed record AccountRequest(RegimeId RegimeId, Currency Currency, ClientClass? ClientClass)
{
    public static AccountRequest Read(JsonFields body) => new(
        new(body.Id("regimeId")), body.Currency("currency"), body.OptionalWord<ClientClass>("clientClass"));
}

/// <summary>What a client prefers; what is left out stays as it is.</summary>
internal sealed record PreferencesRequest(ClientClass? ClientClass, IReadOnlyList<Symbol>? LiquidateLast)
{
    private const int MostSymbols = 500;

    public static PreferencesRequest Read(JsonFields body)
    {
        var clientClass = body.OptionalWord<ClientClass>("clientClass");
        var hasLast = body.Has("liquidateLast");
        var last = body.Symbols("liquidateLast", MostSymbols);
        return new(clientClass, hasLast ? last : null);
    }
}

/// <summary>What an operator does, and why.</summary>
internal static class OperatorRequest
{
    private const int LongestName = 100;
    private const int LongestReason = 500;

    public static OperatorAct Act(JsonFields body) =>
        new(body.RequiredText("by", LongestName), body.RequiredText("reason", LongestReason));

    public static string ApprovedBy(JsonFields body) => body.RequiredText("approvedBy", LongestName);
}

/// <summary>More time for a call.</summary>
internal sealed record ExtensionRequest(DateTimeOffset DueAt, OperatorAct Act)
{
    public static ExtensionRequest Read(JsonFields body) => new(body.Time("dueAt"), OperatorRequest.Act(body));
}

/// <summary>A call that is given up.</summary>
internal sealed record WaiverRequest(OperatorAct Act, string ApprovedBy)
{
    public static WaiverRequest Read(JsonFields body) =>
        new(OperatorRequest.Act(body), OperatorRequest.ApprovedBy(body));
}
