using MarginGrains.Core.Primitives;
using Npgsql;
using NpgsqlTypes;

namespace MarginGrains.Host.Bench.Sql;

/// <summary>Copies a book into its tables.</summary>
internal sealed class SqlBookWriter(NpgsqlConnection connection, BenchBook book, Action<string, long, long> progress)
{
    private const int RowsPerReport = 16_384;

    /// <param name="stageOf">The stage in which an account begins.</param>
    public void Write(Func<int, int> stageOf)
    {
        Copy("instruments", book.Symbols.Count, (rows, i) => Row(
            rows, i, book.Prices[i], book.Market.FindInstrument(book.Symbols[i])!.Multiplier.Value,
            BenchBook.InitialRate, BenchBook.MaintenanceRate));
        Copy("accounts", book.Accounts.Length, (rows, a) =>
        {
            Row(rows, a, book.Accounts[a].Portfolio.Balances[0].Amount);
            rows.Write((short)stageOf(a), NpgsqlDbType.Smallint);
        });
        var numbers = new Dictionary<Symbol, int>(book.Symbols.Select((s, i) => KeyValuePair.Create(s, i)));
        Copy("positions", book.Accounts.Length, (rows, a) =>
        {
            foreach (var held in book.Accounts[a].Portfolio.Positions)
            {
                Row(rows, a);
                rows.Write(numbers[held.Symbol], NpgsqlDbType.Integer);
                rows.Write(held.Quantity.Value, NpgsqlDbType.Numeric);
                rows.Write(held.AveragePrice.Value, NpgsqlDbType.Numeric);
            }
        });
    }

    private static void Row(NpgsqlBinaryImporter rows, int id, params ReadOnlySpan<decimal> amounts)
    {
        rows.StartRow();
        rows.Write(id, NpgsqlDbType.Integer);
        foreach (var amount in amounts) rows.Write(amount, NpgsqlDbType.Numeric);
    }

    private void Copy(string table, int count, Action<NpgsqlBinaryImporter, int> write)
    {
        using var rows = connection.BeginBinaryImport($"COPY {table} FROM STDIN (FORMAT BINARY)");
        for (var i = 0; i < count; i++)
        {
            write(rows, i);
            if (i % RowsPerReport == 0) progress($"rows of {table} written", i, count);
        }

        rows.Complete();
    }
}
