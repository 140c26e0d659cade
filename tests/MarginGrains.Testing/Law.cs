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
        for (var number = first; number <= last; number++)
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
}
