using MarginGrains.Core.Primitives;

namespace MarginGrains.Gateway.Http;

/// <summary>Ids that come in the address.</summary>
internal static class Ids
{
    public static string Account(string text) => Checked(text, "accountId");

    public static Symbol Symbol(string text) => new(Checked(text, "symbol"));

    public static RegimeId Regime(string text) => new(Checked(text, "regimeId"));

    public static OperationId CorporateAction(string text) => new(Checked(text, "actionId"));
    public static StopId Stop(string text) => new(Checked(text, "stopId"));
    public static CalendarId Calendar(string text) => new(Checked(text, "calendarId"));

    public static OrderId Order(string text) =>
        text is { Length: > 0 and <= 128 } && text.All(c => c is > ' ' and <= '~')
        ? new(text)
        : throw new ProblemException("id_malformed",
            "The orderId in the address is no id: 1 to 128 visible ASCII characters",
            new FieldError("orderId", "id_malformed", "1 to 128 visible ASCII characters"));

    public static string Transfer(string text) => Checked(text, "transferId");

    /// <summary>The public id of a call: <c>{accountId}:{callId}</c>, because calls are counted per account.</summary>
    public static (string AccountId, string CallId) Call(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0) return (Checked(text[..colon], "accountId"), Checked(text[(colon + 1)..], "callId"));
        throw new ProblemException("id_malformed",
            "The id of a call in the address is {accountId}:{callId}, such as A-1:call-2.",
            new FieldError("callId", "id_malformed", "{accountId}:{callId}"));
    }

    /// <summary>The account that a liquidation's id names: <c>liquidation-{accountId}-{n}</c>.</summary>
    public static string AccountOfLiquidation(string text)
    {
        const string Prefix = "liquidation-";
        var dash = text.LastIndexOf('-');
        if (text.StartsWith(Prefix, StringComparison.Ordinal) && dash > Prefix.Length)
        {
            return Checked(text[Prefix.Length..dash], "accountId");
        }

        throw new ProblemException("liquidation_unknown", "There is no liquidation with this id.");
    }

    private static string Checked(string text, string name) => Identifier.IsValid(text)
        ? text
        : throw new ProblemException("id_malformed",
            $"The {name} in the address is no id: 1 to 64 of A-Z a-z 0-9 . _ -",
            new FieldError(name, "id_malformed", "1 to 64 of A-Z a-z 0-9 . _ -"));
}
