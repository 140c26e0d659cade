using MarginGrains.Gateway.Requests;
using MarginGrains.Host.Market;
using MarginGrains.Host.Output;
using MarginGrains.Host.Server;
using MarginGrains.Storage;

namespace MarginGrains.Host.Commands;

/// <summary>
/// Exit codes, and how a failure is said: a stable code and a sentence, never a stack trace for a known cause.
/// </summary>
internal static class CommandFailures
{
    public const int Success = 0;

    /// <summary>Something the user can mend: a file, a port, a database, an argument.</summary>
    public const int BadInput = 2;

    /// <summary>The grains and the naive calculator disagree.</summary>
    public const int Disagreement = 3;

    /// <summary>Ended by Ctrl+C or a signal.</summary>
    public const int Interrupted = 130;

    /// <summary>Runs a command and turns known failures into their code; what is not known passes through.</summary>
    public static async Task<int> RunAsync(
        OutputFormat format, Func<IRunOutput, Task<int>> command, CancellationToken cancellationToken)
    {
        using var output = RunOutputs.Open(format, TimeProvider.System);
        try
        {
            return await command(output);
        }
        catch (MarketFileException e)
        {
            output.Fail(e.Code, e.Message, new Dictionary<string, object?>
            {
                ["file"] = e.File, ["line"] = e.Line, ["reason"] = e.Reason,
            });
            return BadInput;
        }
        catch (ServerException e)
        {
            output.Fail(e.Code, e.Message);
            return BadInput;
        }
        catch (ScenarioFileException e)
        {
            output.Fail(e.Code, e.Message);
            return BadInput;
        }
        catch (StorageException e)
        {
            output.Fail(e.Code, e.Message);
            return BadInput;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            output.Fail("interrupted", "The run was interrupted; what was acknowledged is stored.");
            return Interrupted;
        }
    }
}
