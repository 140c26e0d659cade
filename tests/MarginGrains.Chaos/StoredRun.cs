using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace MarginGrains.Chaos;

/// <summary>What a run left in its database, read without any code of the product.</summary>
internal sealed partial class StoredRun
{
    private const string Watched = $"'{AcknowledgingClient.AccountId}', '{CostSeed.Loan}', '{CostSeed.Holder}'";

    private StoredRun(IReadOnlyList<string> events, IReadOnlyDictionary<string, string> stages, IReadOnlyList<string> ids)
    {
        Events = events;
        Stages = stages;
        ClientIds = ids;
    }

    /// <summary>Ids of the client's withdrawals that are held.</summary>
    public required IReadOnlyList<string> Held { get; init; }

    /// <summary>The replayed accounts' events in the order of account and sequence, each as one line.</summary>
    public IReadOnlyList<string> Events { get; }

    /// <summary>The replayed accounts' stages.</summary>
    public IReadOnlyDictionary<string, string> Stages { get; }

    /// <summary>
    /// Natural ids of the client's transfers, fills and holds, and of holds that ended, as often as they were booked.
    /// </summary>
    public IReadOnlyList<string> ClientIds { get; }

    /// <summary>What was counted over time, as often as it was: account, kind, subject and border.</summary>
    public required IReadOnlyList<string> Periods { get; init; }

    /// <summary>Balances in dollars of the client and of the accounts that only hold.</summary>
    public required IReadOnlyDictionary<string, decimal> Balances { get; init; }

    /// <summary>When these accounts were filled: account and id of the fill.</summary>
    public required IReadOnlyDictionary<string, DateTime> Filled { get; init; }

    public static StoredRun Read(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        var events = new List<string>();
        Query(connection, "select account, sequence, type, time, body from journal where account like 'replay-%' order by account, sequence",
            r => events.Add($"{r.GetString(0)} {r.GetInt64(1)} {r.GetString(2)} {r.GetString(3)} {Epoch().Replace(r.GetString(4), "")}"));
        var stages = new Dictionary<string, string>(StringComparer.Ordinal);
        Query(connection, "select key, json_extract(document, '$.account.stage') from account where key like 'replay-%'",
            r => stages[r.GetString(0)] = r.GetString(1));
        var ids = new List<string>();
        Query(connection, "select coalesce(json_extract(body, '$.transferId'), json_extract(body, '$.fillId')) from journal "
            + $"where account = '{AcknowledgingClient.AccountId}' and type in ('transfer.booked', 'fill.booked')",
            r => ids.Add(r.GetString(0)));
        Query(connection, "select json_extract(body, '$.transferId'), type from journal "
            + $"where account = '{AcknowledgingClient.AccountId}' and type like 'withdrawal.%'",
            r => ids.Add(r.GetString(1) == "withdrawal.held" ? r.GetString(0) : EndOf(r.GetString(0))));
        return new(events, stages, ids)
        {
            Held = Texts(connection, "select json_extract(w.value, '$.transferId') from account, "
                + $"json_each(document, '$.account.withdrawals') w where account.key = '{AcknowledgingClient.AccountId}'"),
            Periods = Texts(connection, "select j.account || ' ' || json_extract(c.value, '$.kind') || ' ' "
                + "|| json_extract(c.value, '$.subject') || ' ' || json_extract(c.value, '$.border') "
                + "from journal j, json_each(j.body, '$.counted') c where j.type = 'costs.accrued'"),
            Filled = FillsOf(connection),
            Balances = BalancesOf(connection),
        };
    }

    /// <summary>How the end of a hold is written among the ids.</summary>
    public static string EndOf(string holdId) => $"{holdId} ended";

    private static Dictionary<string, DateTime> FillsOf(SqliteConnection connection)
    {
        var filled = new Dictionary<string, DateTime>(StringComparer.Ordinal);
        Query(connection, "select account, json_extract(body, '$.fillId'), time from journal where type = 'fill.booked' "
            + $"and account in ({Watched})",
            r => filled[$"{r.GetString(0)} {r.GetString(1)}"] = DateTime.Parse(
                r.GetString(2), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));
        return filled;
    }

    /// All of it is in dollars.
    private static Dictionary<string, decimal> BalancesOf(SqliteConnection connection)
    {
        var balances = new Dictionary<string, decimal>(StringComparer.Ordinal);
        Query(connection, "select a.key, b.value from account a, json_each(a.document, '$.account.portfolio.balances') b "
            + $"where a.key in ({Watched})",
            r => balances.Add(r.GetString(0), decimal.Parse(
                r.GetString(1).Replace(" USD", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)));
        return balances;
    }

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        var found = new List<string>();
        Query(connection, sql, r => found.Add(r.GetString(0)));
        return found;
    }

    private static void Query(SqliteConnection connection, string sql, Action<SqliteDataReader> row)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this file
        command.CommandText = sql;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        while (reader.Read()) row(reader);
    }

    /// The epoch counts the starts of the server, which a kill adds to; everything else must be the same.
    [GeneratedRegex("\"epoch\":[0-9]+,?")]
    private static partial Regex Epoch();
}
