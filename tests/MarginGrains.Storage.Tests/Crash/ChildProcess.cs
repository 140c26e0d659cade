using System.Diagnostics;

namespace MarginGrains.Storage.Tests.Crash;

/// <summary>This assembly once more, as a process that can be killed.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public static ChildProcess Start(params string[] arguments)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, ["exec", typeof(ChildProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
        };
        return new ChildProcess(Process.Start(start)!);
    }

    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>SIGKILL: no handler runs and nothing is flushed.</summary>
    public void Kill() => _process.Kill();

    /// <summary>What the process had still written when it died; an unfinished last line is left out.</summary>
    public async Task<IReadOnlyList<string>> ReadRestAsync()
    {
        var lines = (await _process.StandardOutput.ReadToEndAsync()).Split('\n');
        await _process.WaitForExitAsync();
        return lines[..^1];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
