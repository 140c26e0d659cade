using System.CommandLine;
using System.Globalization;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Statements;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Ports;
using MarginGrains.Grains.Statements;
using MarginGrains.Host.Output;
using MarginGrains.Host.Server;
using MarginGrains.Storage.Hosting;

namespace MarginGrains.Host.Commands;

/// <summary><c>margingrains close</c>: a trading day of a stored book, without starting a silo.</summary>
internal static class CloseCommand
{
    public static Command Create()
    {
        var database = new Option<string>("--database")
        {
            Description = "The SQLite file of the book; nothing else may have it open.", Required = true,
        };
        var date = new Option<string>("--date")
        {
            Description = "The trading day, such as 2026-12-24.", Required = true,
        };
        var json = CommonOptions.Json();
        var plain = CommonOptions.Plain();
        var command = new Command("close",
            """
            Closes a trading day of a stored book: folds every account's journal up to the border, values what is held,
            and checks the sums. Final when every official closing price is there, otherwise a draft that names what is
            missing. It writes nothing.

            Example:
              margingrains close --database desk.db --date 2026-12-24 --json
            """)
        {
            database, date, json, plain,
        };
        command.SetAction((parsed, cancellationToken) => CommandFailures.RunAsync(
            CommonOptions.Format(parsed, json, plain),
            output => RunAsync(output, parsed.GetValue(database)!, parsed.GetValue(date)!, cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        IRunOutput output, string database, string dateText, CancellationToken cancellationToken)
    {
        if (!Rfc3339.TryParseDay(dateText, out var date) || date.Year is < 1970 or > 2099)
        {
            throw new ServerException(
                "date_malformed", $"'{dateText}' is no day such as 2026-12-24, from 1970 to 2099.");
        }

        var path = Path.GetFullPath(database);
        if (!File.Exists(path)) throw new ServerException("database_missing", $"There is no file {path}.");
        await using var services = new ServiceCollection()
            .AddSingleton(new StorageJson(GrainsJson.Options))
            .AddSqliteStorage(new SqliteStorageOptions { DatabasePath = path })
            .BuildServiceProvider();
        var references = services.GetRequiredService<IReferenceStore>();
        var market = await StoredMarket.ReadAsync(references, cancellationToken);
        var day = ClosedDay.Of(date, market);
        RequireOver(day, market);
        var captured = await StoredMarket.ReadDayAsync(references, date, cancellationToken);
        var prices = new ClosingPrices(day, market, captured);
        var journal = services.GetRequiredService<IJournal>();
        var last = await journal.LastPositionAsync(cancellationToken);
        var read = 0L;
        var book = await new StatementReader(journal).ReadDayAsync(
            prices,
            count => output.Progress(new(read = count, last, null, "events", [])),
            cancellationToken);
        output.Finish(CloseSummary.Of(book, read));
        return book.IsBalanced ? CommandFailures.Success : CommandFailures.Disagreement;
    }

    /// Prices of later are as good a sign as the clock: a book may live in another time than this machine.
    private static void RequireOver(ClosedDay day, MarketSet market)
    {
        if (TimeProvider.System.GetUtcNow() >= day.Until || market.Marks.Any(m => m.Time >= day.Until)) return;
        throw new ServerException("day_not_over", string.Create(
            CultureInfo.InvariantCulture,
            $"The trading day {day.Date:yyyy-MM-dd} ends at {day.Until.UtcDateTime:yyyy-MM-dd HH:mm} UTC."));
    }
}
