using System.Data;
using MarginGrains.Host.Server;
using Npgsql;
using NpgsqlTypes;

namespace MarginGrains.Host.Bench.Sql;

/// <summary>
/// A book as a broker keeps it in PostgreSQL, in a schema of its own that goes with it: accounts, positions,
/// instruments, and one prepared statement that writes a price and judges every account that holds it.
/// </summary>
internal sealed class SqlBook : IAsyncDisposable
{
    /// Positions are read from their primary key alone, holders from the second index alone; prices and stages are
    /// rewritten in place, for which their pages keep room.
    private const string Tables =
        """
        CREATE TABLE instruments (
          id int PRIMARY KEY, price numeric NOT NULL, multiplier numeric NOT NULL, initial_rate numeric NOT NULL,
          maintenance_rate numeric NOT NULL) WITH (fillfactor = 50);
        CREATE TABLE accounts (
          id int PRIMARY KEY, balance numeric NOT NULL, stage smallint NOT NULL) WITH (fillfactor = 90);
        CREATE TABLE positions (
          account_id int NOT NULL, instrument_id int NOT NULL, quantity numeric NOT NULL,
          average_price numeric NOT NULL,
          PRIMARY KEY (account_id, instrument_id) INCLUDE (quantity, average_price))
        """;

    private static readonly string Stage = SqlStages.CaseOf("a.balance + j.gain", "j");

    /// Within one statement the new price is not in the table yet.
    private static readonly string Judgement =
        $"""
        WITH ticked AS (UPDATE instruments SET price = $2 WHERE id = $1),
        priced AS MATERIALIZED (
          SELECT id, multiplier, price, multiplier * price * initial_rate AS initial,
            multiplier * price * maintenance_rate AS maintenance
          FROM (
            SELECT id, multiplier, initial_rate, maintenance_rate, CASE WHEN id = $1 THEN $2 ELSE price END AS price
            FROM instruments) i),
        judged AS (
          SELECT p.account_id, sum(p.quantity * i.multiplier * (i.price - p.average_price)) AS gain,
            sum(abs(p.quantity) * i.initial) AS initial, sum(abs(p.quantity) * i.maintenance) AS maintenance
          FROM positions h JOIN positions p ON p.account_id = h.account_id JOIN priced i ON i.id = p.instrument_id
          WHERE h.instrument_id = $1
          GROUP BY p.account_id)
        UPDATE accounts a SET stage = {Stage}
        FROM judged j WHERE a.id = j.account_id AND a.stage <> {Stage}
        """;

    private readonly NpgsqlConnection connection;
    private readonly string schema = $"margingrains_bench_{Guid.NewGuid():N}";
    private readonly NpgsqlParameter<int> instrument = new() { NpgsqlDbType = NpgsqlDbType.Integer };
    private readonly NpgsqlParameter<decimal> price = new() { NpgsqlDbType = NpgsqlDbType.Numeric };
    private readonly NpgsqlCommand tick;

    private SqlBook(NpgsqlConnection connection)
    {
        this.connection = connection;
        tick = new(Judgement, connection) { Parameters = { instrument, price } };
    }

    /// <summary>Tables without rows; throws <c>connection_malformed</c> or <c>postgres_unreachable</c>.</summary>
    public static async Task<SqlBook> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var book = new SqlBook(new(Alone(connectionString)));
        try
        {
            await book.connection.OpenAsync(cancellationToken);
            // What is read fits into memory; compiling a plan costs more than it saves where it takes milliseconds.
            await book.RunAsync(
                $"CREATE SCHEMA {book.schema}; SET search_path TO {book.schema}; SET random_page_cost = 1.1; "
                + "SET jit = off",
                cancellationToken);
            await book.RunAsync(Tables, cancellationToken);
            return book;
        }
        catch (NpgsqlException e) when (e is not PostgresException)
        {
            await book.DisposeAsync();
            throw new ServerException("postgres_unreachable", $"PostgreSQL does not answer: {e.Message}", e);
        }
        catch
        {
            await book.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the rows, and makes the table ready for its statement.</summary>
    public async Task WriteAsync(
        BenchBook book, Func<int, int> stageOf, Action<string, long, long> progress,
        CancellationToken cancellationToken)
    {
        new SqlBookWriter(connection, book, progress).Write(stageOf);
        await RunAsync("CREATE INDEX ON positions (instrument_id, account_id)", cancellationToken);
        await RunAsync("VACUUM (ANALYZE) instruments, accounts, positions", cancellationToken);
        await tick.PrepareAsync(cancellationToken);
    }

    /// <summary>Commits one price with what it changes; how many accounts changed their stage.</summary>
    public Task<int> TickAsync(int moved, decimal newPrice, CancellationToken cancellationToken)
    {
        instrument.TypedValue = moved;
        price.TypedValue = newPrice;
        return tick.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The stages as they are stored, by account.</summary>
    public async Task<int[]> StagesAsync(int accounts, CancellationToken cancellationToken)
    {
        var stages = new int[accounts];
        await using var command = new NpgsqlCommand("SELECT id, stage FROM accounts", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken)) stages[rows.GetInt32(0)] = rows.GetInt16(1);
        return stages;
    }

    public async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SHOW server_version", connection);
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (connection.State == ConnectionState.Open)
        {
            await RunAsync($"DROP SCHEMA IF EXISTS {schema} CASCADE", CancellationToken.None);
        }

        await tick.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static string Alone(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString)
            {
                Pooling = false, ApplicationName = "margingrains bench", CommandTimeout = 0,
            }.ConnectionString;
        }
        catch (ArgumentException e)
        {
            throw new ServerException(
                "connection_malformed",
                $"--connection is not understood ({e.Message}); "
                + "for example: Host=localhost;Username=bench;Database=bench.",
                e);
        }
    }

    private async Task RunAsync(string text, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
