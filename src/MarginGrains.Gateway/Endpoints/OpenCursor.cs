using System.Buffers.Text;
using System.Globalization;
using System.Text;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>Where a page of open calls or liquidations ended: a rank, as in <see cref="AccountCursor"/>.</summary>
internal static class OpenCursor
{
    private const string Version = "1";

    /// <param name="list">Which list it belongs to.</param>
    /// <param name="filter">The word by which the list is filtered, or empty.</param>
    /// <param name="rank">Of the last row.</param>
    public static string Write(string list, string filter, OpenRank rank) => Base64Url.EncodeToString(
        Encoding.UTF8.GetBytes(string.Join('|', Version, list, filter,
            rank.At.UtcTicks.ToString(CultureInfo.InvariantCulture), rank.AccountId, rank.Id)));

    public static OpenRank? Read(string? cursor, string list, string filter)
    {
        if (cursor is null) return null;
        if (Decode(cursor)?.Split('|') is [Version, var of, var by, var ticks, var accountId, var id]
            && of == list && by == filter
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && at <= DateTimeOffset.MaxValue.Ticks
            && Identifier.IsValid(accountId))
        {
            return new(new(at, TimeSpan.Zero), accountId, id);
        }

        throw new ProblemException("cursor_malformed",
            "The cursor is not one that this list gave for this filter.",
            new FieldError("cursor", "cursor_malformed", "Pass nextCursor on as it is, with the same state."));
    }

    private static string? Decode(string cursor) => cursor.Length <= 400 && Base64Url.IsValid(cursor)
        ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor))
        : null;
}
