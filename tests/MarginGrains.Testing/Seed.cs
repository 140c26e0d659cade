using System.Globalization;
using System.Security.Cryptography;
using CsCheck;

namespace MarginGrains.Testing;

/// <summary>
/// One seed for a whole run, printed first. <c>MG_SEED=123</c> repeats every case of it, <c>MG_SEED=123:45</c> case 45 alone.
/// </summary>
public static class Seed
{
    /// <summary>The variable that repeats a run.</summary>
    public const string Variable = "MG_SEED";

    private static readonly (ulong Seed, uint? Case) Chosen = Choose(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The run's seed.</summary>
    public static ulong Value => Chosen.Seed;

    /// <summary>The only case to run, or null for all.</summary>
    public static uint? OnlyCase => Chosen.Case;

    /// <summary>Reads <c>seed</c> or <c>seed:case</c>; draws a seed when there is nothing to read.</summary>
    public static (ulong Seed, uint? Case) Choose(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return (BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) % 1_000_000_000_000, null);
        }

        var parts = text.Split(':');
        return (ulong.Parse(parts[0], CultureInfo.InvariantCulture),
            parts.Length > 1 ? uint.Parse(parts[1], CultureInfo.InvariantCulture) : null);
    }

    /// <summary>The source of chance of one numbered case: the same seed and number give the same values.</summary>
    public static PCG OfCase(uint number) => new(number, Value);

    /// <summary>How to repeat one case, for messages.</summary>
    public static string Repeat(uint number) => string.Create(CultureInfo.InvariantCulture, $"{Variable}={Value}:{number}");
}
