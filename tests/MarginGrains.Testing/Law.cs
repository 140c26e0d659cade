using System.Collections.Concurrent;
using System.Globalization;
using CsCheck;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace MarginGrains.Testing;

/// <summary>Checks what must hold for every case of a generator; each case is named by the run's seed and its number.</summary>
public static class Law
{
    /// <summary>
    /// Runs the cases. The seed is printed first; the first case that breaks the law is shown with what repeats it alone.
    /// </summary>
    public static void Holds<T>(ITestOutputHelper output, Gen<T> cases, int count, Action<T> law)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Seed.Variable}={Seed.Value}, {count} cases"));
        var first = Seed.OnlyCase ?? 0;
        var last = Seed.OnlyCase ?? (uint)count - 1;
        for (var number = first; number <= last; number++) Holds(cases, number, law);
    }

    /// <summary>
    /// The same on all processors, for a law that keeps no count by itself. Of several cases that break it the first by number is
    /// shown, whatever the order in which they ran.
    /// </summary>
    public static void HoldsInParallel<T>(ITestOutputHelper output, Gen<T> cases, int count, Action<T> law)
    {
        if (Seed.OnlyCase is not null)
        {
            Holds(output, cases, count, law);
            return;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Seed.Variable}={Seed.Value}, {count} cases"));
        var broken = new ConcurrentBag<(long Number, Exception Reason)>();
        Parallel.For(0L, count, (number, loop) =>
        {
            try
            {
                Holds(cases, (uint)number, law);
            }
            catch (XunitException e)
            {
                broken.Add((number, e));
                loop.Break();
            }
        });
        if (!broken.IsEmpty) throw broken.MinBy(b => b.Number).Reason;
    }

    private static void Holds<T>(Gen<T> cases, uint number, Action<T> law)
    {
        var sample = cases.Generate(Seed.OfCase(number), null, out _);
        try
        {
            law(sample);
        }
        catch (Exception e)
        {
            throw new XunitException($"{Seed.Repeat(number)} breaks it: {e.Message}\nCase: {sample}", e);
        }
    }
}
