using System.Globalization;

namespace MarginGrains.Host.Market;

/// <summary>A market file, or one line of it, that cannot be played.</summary>
internal sealed class MarketFileException(
    MarketFileProblem problem, string file, long? line = null, Exception? cause = null)
    : Exception(Sentence(problem, file, line), cause)
{
    /// <summary>One of <see cref="MarketFileCodes"/>.</summary>
    public string Code => problem.Code;

    /// <summary>The file's name without its folder.</summary>
    public string File => file;

    /// <summary>The number of the line, the header being line 1; null when the file as a whole is at fault.</summary>
    public long? Line => line;

    /// <summary>One sentence that contains the offending value.</summary>
    public string Reason => problem.Reason;

    private static string Sentence(MarketFileProblem problem, string file, long? line) => line is null
        ? $"{file}: {problem.Reason}"
        : string.Create(CultureInfo.InvariantCulture, $"{file}, line {line}: {problem.Reason}");
}

/// <summary>A code of <see cref="MarketFileCodes"/> and the sentence that explains it.</summary>
internal sealed record MarketFileProblem(string Code, string Reason);
