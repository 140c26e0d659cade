using MarginGrains.Host.Output;
using Microsoft.Extensions.Time.Testing;

namespace MarginGrains.Host.Tests.Output;

/// <summary>Both streams of an output and the clock it reads.</summary>
internal sealed class Streams
{
    public StringWriter Out { get; } = new() { NewLine = "\n" };

    public StringWriter Error { get; } = new() { NewLine = "\n" };

    public FakeTimeProvider Clock { get; } = new();

    public string[] OutLines => Lines(Out);

    public string[] ErrorLines => Lines(Error);

    public void Pass(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public static ProgressSnapshot Ticks(long done, long? total = null, double? fraction = null) =>
        new(done, total, fraction, "ticks", []);

    public static OutputEvent Called(string accountId) =>
        new(new DateTimeOffset(2014, 5, 2, 12, 30, 0, TimeSpan.Zero), "call.opened", accountId, "1,200 USD by 16:00");

    private static string[] Lines(StringWriter writer) =>
        writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
