using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace MarginGrains.Chaos;

/// <summary>A replay or a server in a process of its own, which can be killed.</summary>
internal sealed partial class ReplayProcess : IDisposable
{
    private const int SigKill = 9;

    private readonly Process process;
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> said = [];
    private readonly Task<string> output;

    public ReplayProcess(string marketFile, string database, KillPlan plan)
        : this("replay", marketFile, "--database", database,
            "--accounts", $"{plan.Accounts}", "--seed", $"{plan.Seed}", "--port", "0", "--json")
    {
    }

    private ReplayProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "margingrains.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.ErrorDataReceived += (_, e) => Hear(e.Data);
        process.Exited += (_, _) => address.TrySetException(new ServerGoneException(Said()));
        process.Start();
        process.BeginErrorReadLine();
        output = ReadAsync(process.StandardOutput);
    }

    /// <summary>A server without a market.</summary>
    public static ReplayProcess Serve(string database) => new("serve", "--database", database, "--port", "0");

    /// <summary>Completes when the server takes requests.</summary>
    public Task<Uri> WhenReadyAsync() => address.Task;

    public bool HasExited => process.HasExited;

    /// <summary>kill -9: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        if (Kill(process.Id, SigKill) != 0) throw new InvalidOperationException($"kill failed: {Marshal.GetLastPInvokeErrorMessage()}");
        await process.WaitForExitAsync();
    }

    /// <summary>Waits for the end and returns what it printed; throws when it failed.</summary>
    public async Task<string> FinishAsync()
    {
        await process.WaitForExitAsync();
        var printed = await output;
        return process.ExitCode == 0
            ? printed
            : throw new InvalidOperationException($"the replay ended with {process.ExitCode}: {printed}{Said()}");
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private async Task<string> ReadAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line)
        {
            Hear(line);
            text.AppendLine(line);
        }

        return text.ToString();
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (said) said.Add(line);
        const string Desk = "Risk desk: ";
        if (line.StartsWith(Desk, StringComparison.Ordinal)) address.TrySetResult(new Uri(line[Desk.Length..].Split(' ')[0]));
    }

    private string Said()
    {
        lock (said) return string.Join('\n', said.TakeLast(20));
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}

/// <summary>The server ended before it was ready.</summary>
internal sealed class ServerGoneException(string said) : Exception($"The server ended before it was ready:\n{said}");
