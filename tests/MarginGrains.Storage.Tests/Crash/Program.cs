using System.Globalization;
using MarginGrains.Storage.Databases;

namespace MarginGrains.Storage.Tests.Crash;

/// <summary>What a child process does: hold a database open, or write to it and say what was acknowledged.</summary>
public static class Program
{
    private const int Writers = 64;

    public static Task Main(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return args switch
        {
            ["hold", var path] => HoldAsync(path),
            ["write", var path] => WriteAsync(path),
            _ => throw new ArgumentException("hold <path> | write <path>", nameof(args)),
        };
    }

    private static async Task HoldAsync(string path)
    {
        using var database = SqliteDatabase.Open(path, TimeProvider.System);
        Console.WriteLine("open");

        // Nothing ever completes this: the test that started the process kills it.
        await new TaskCompletionSource().Task;
    }

    private static async Task WriteAsync(string path)
    {
        using var storage = new OpenStorage(path);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(n => WriteForEverAsync(storage, $"A-{n}")));
    }

    private static async Task WriteForEverAsync(OpenStorage storage, string key)
    {
        var account = storage.Account(key);
        for (var sequence = 1; ; sequence++)
        {
            account.State.Balance = sequence;
            account.State.PendingJournal = [Rows.Event(key, sequence)];
            account.State.PendingReplies = [Rows.Reply(key, sequence.ToString(CultureInfo.InvariantCulture))];
            await account.WriteAsync();
            Console.Out.Write($"{key} {sequence}\n");
        }
    }
}
