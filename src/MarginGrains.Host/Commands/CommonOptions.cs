using System.CommandLine;
using MarginGrains.Host.Output;

namespace MarginGrains.Host.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public const int DefaultPort = 5190;

    public static Option<int> Port(int byDefault) => new("--port")
    {
        Description = "HTTP port on this machine's loopback address; 0 takes any free one.",
        DefaultValueFactory = _ => byDefault,
        Validators =
        {
            r =>
            {
                if (r.Tokens is [var token] && (!int.TryParse(token.Value, out var port) || port is < 0 or > 65535))
                {
                    r.AddError($"--port must be a whole number from 0 to 65535, not '{token.Value}'.");
                }
            },
        },
    };

    public static Option<int> Partitions() => new("--partitions")
    {
        Description = "Partitions of accounts; fixed once a database has been started with them.",
        DefaultValueFactory = _ => 4,
        Validators = { r => RequireRange(r, "--partitions", 1, 4096) },
    };

    public static Option<ulong> Seed() => new("--seed")
    {
        Description = "Makes accounts, generated prices and the simulated venue repeat exactly.",
        DefaultValueFactory = _ => 1,
    };

    public static Option<int> Accounts(int byDefault) => new("--accounts")
    {
        Description = "How many accounts to open.",
        DefaultValueFactory = _ => byDefault,
        Validators = { r => RequireRange(r, "--accounts", 1, 1_000_000) },
    };

    public static Option<bool> Json() => new("--json")
    {
        Description = "One JSON document on standard output and nothing else there; progress goes to standard error.",
    };

    public static Option<bool> Plain() => new("--plain")
    {
        Description = "Plain lines even on a terminal.",
    };

    public static OutputFormat Format(ParseResult parsed, Option<bool> json, Option<bool> plain) =>
        parsed.GetValue(json) ? OutputFormat.Json : parsed.GetValue(plain) ? OutputFormat.Plain : OutputFormat.Auto;

    public static void RequireRange(System.CommandLine.Parsing.OptionResult result, string name, int least, int most)
    {
        if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var value) || value < least
            || value > most))
        {
            result.AddError($"{name} must be a whole number from {least} to {most}, not '{token.Value}'.");
        }
    }
}
