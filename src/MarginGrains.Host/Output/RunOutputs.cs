using Spectre.Console;

namespace MarginGrains.Host.Output;

/// <summary>How the user asked to be told.</summary>
internal enum OutputFormat
{
    /// <summary>Live on a terminal, plain lines into a pipe or a file.</summary>
    Auto,
    Plain,
    Json,
}

internal static class RunOutputs
{
    /// <summary>The output for the process's own console.</summary>
    public static IRunOutput Open(OutputFormat format, TimeProvider clock)
    {
        var isTerminal = !Console.IsOutputRedirected
            && AnsiConsole.Profile.Capabilities is { Ansi: true, Interactive: true };
        return Choose(format, isTerminal) switch
        {
            OutputChoice.Terminal => new TerminalOutput(AnsiConsole.Console, Console.Error, clock),
            OutputChoice.Plain => new PlainOutput(Console.Out, Console.Error, clock),
            OutputChoice.Json => new JsonOutput(Console.Out, Console.Error, clock),
            var choice => throw new System.Diagnostics.UnreachableException($"{choice}"),
        };
    }

    public static OutputChoice Choose(OutputFormat format, bool isTerminal) => format switch
    {
        OutputFormat.Json => OutputChoice.Json,
        OutputFormat.Auto when isTerminal => OutputChoice.Terminal,
        _ => OutputChoice.Plain,
    };
}

internal enum OutputChoice
{
    Terminal,
    Plain,
    Json,
}
