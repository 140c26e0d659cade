using System.Diagnostics;
using System.Text.Json;

namespace MarginGrains.Host.Tests.Commands;

/// <summary>The executable in a process of its own, as a user runs it.</summary>
internal static class Executable
{
    public static async Task<Outcome> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "margingrains.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}

/// <summary>How a run ended.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>The JSON document on standard output; anything else there throws.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The stable code of a failure.</summary>
    public string? ErrorCode => Json.GetProperty("error").GetProperty("code").GetString();

    /// <summary>Its sentence.</summary>
    public string? ErrorMessage => Json.GetProperty("error").GetProperty("message").GetString();
}
