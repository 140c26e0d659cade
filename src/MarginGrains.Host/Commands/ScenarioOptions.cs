using System.CommandLine;
using MarginGrains.Core.Instruments;
using MarginGrains.Host.Server;

namespace MarginGrains.Host.Commands;

/// <summary>What the commands over a stored book share.</summary>
internal static class ScenarioOptions
{
    public static Option<string> Database() => new("--database")
    {
        Description = "The SQLite file that a server has written.", Required = true,
    };

    public static Option<int> Top(int byDefault) => new("--top")
    {
        Description = "How many accounts are named, the gravest first.",
        DefaultValueFactory = _ => byDefault,
        Validators = { r => CommonOptions.RequireRange(r, "--top", 0, 1_000_000) },
    };

    /// <exception cref="ServerException">The file cannot be read.</exception>
    public static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServerException("file_unreadable", $"The file '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <exception cref="ServerException">It contradicts itself.</exception>
    public static void RequireValid(IReadOnlyCollection<DefinitionError> errors)
    {
        if (errors.Count == 0) return;
        throw new ServerException("definition_invalid", string.Join(" ", errors.Select(e => $"{e.Field}: {e.Reason}")));
    }
}
