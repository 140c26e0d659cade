using MarginGrains.Contracts.Scenarios;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Regimes;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>
/// Bodies of the API in files: what a command line reads is what the server takes, checked by the same rules.
/// </summary>
public static class ScenarioFiles
{
    /// <summary>An instrument as <c>PUT /v1/instruments/{symbol}</c> takes it, with its symbol.</summary>
    /// <exception cref="ScenarioFileException">The file is none.</exception>
    public static Instrument ReadInstrument(ReadOnlyMemory<byte> json) =>
        Read(json, b => InstrumentRequest.Read(new(b.Id("symbol")), b));

    /// <summary>A regime's version as <c>PUT /v1/regimes/{regimeId}</c> takes it, with its id.</summary>
    /// <exception cref="ScenarioFileException">The file is none.</exception>
    public static Regime ReadRegime(ReadOnlyMemory<byte> json) =>
        Read(json, b => RegimeRequest.Read(new(b.Id("regimeId")), b));

    /// <summary>A stress test as <c>POST /v1/stress-tests</c> takes it.</summary>
    /// <exception cref="ScenarioFileException">The file is none.</exception>
    public static StressQuestion ReadStress(ReadOnlyMemory<byte> json) => Read(json, StressRequest.Read);

    private static T Read<T>(ReadOnlyMemory<byte> json, Func<JsonFields, T> read)
    {
        try
        {
            return JsonBody.Read(json, read);
        }
        catch (ProblemException e)
        {
            var reasons = e.Errors.Count == 0
                ? e.Message
                : string.Join(" ", e.Errors.Select(f => $"{f.Field}: {f.Reason}"));
            throw new ScenarioFileException(e.Kind.Code, reasons);
        }
    }
}

/// <summary>A file that cannot be read, with the code that the API would give.</summary>
public sealed class ScenarioFileException(string code, string message) : Exception(message)
{
    /// <summary>The code.</summary>
    public string Code { get; } = code;
}
