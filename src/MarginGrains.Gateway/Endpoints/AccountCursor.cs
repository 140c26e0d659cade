using System.Buffers.Text;
using System.Globalization;
using System.Text;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>
/// Where a page of the ranked list ended. A rank and not a number of rows: whoever moved meanwhile shifts nobody else
/// off the
/// next page.
/// </summary>
internal static class AccountCursor
{
    private const string Version = "1";

    public static string Write(AccountRank rank, AccountSort sort, Stage? stage) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Join('|',
            Version, Words.Of(sort), StageWord(stage), rank.Gravity.ToString(CultureInfo.InvariantCulture),
            rank.IsAtRisk ? "1" : "0", DecimalText.Format(rank.Measure), rank.AccountId)));

    public static AccountRank Read(string cursor, AccountSort sort, Stage? stage)
    {
        if (Decode(cursor)?.Split('|')
            is [Version, var sortedBy, var filter, var gravity, var risk, var measure, var accountId]
            && sortedBy == Words.Of(sort)
            && filter == StageWord(stage)
            && int.TryParse(gravity, NumberStyles.None, CultureInfo.InvariantCulture, out var grave)
            && risk is "0" or "1"
            && DecimalText.TryParse(measure, out var value)
            && Identifier.IsValid(accountId))
        {
            return new(grave, risk == "1", value, accountId);
        }

        throw new ProblemException("cursor_malformed",
            "The cursor is not one that this list gave for this order and filter.",
            new FieldError("cursor", "cursor_malformed", "Pass nextCursor on as it is, with the same sort and stage."));
    }

    private static string StageWord(Stage? stage) => stage is { } value ? Words.Of(value) : "";

    private static string? Decode(string cursor)
    {
        if (cursor.Length > 400 || !Base64Url.IsValid(cursor)) return null;
        return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
    }
}
