namespace MarginGrains.Gateway.Http;

/// <summary>One kind of refusal or failure: what callers may rely on, and the page that explains it.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Status">The HTTP status; 0 for codes that only items of a batch carry.</param>
/// <param name="IsRetryable">Whether the same request under the same id may succeed later.</param>
/// <param name="Title">A few words.</param>
/// <param name="Meaning">What it means, as sentences.</param>
/// <param name="Remedy">What to do, as sentences.</param>
internal sealed record ProblemKind(
    string Code, int Status, bool IsRetryable, string Title, string Meaning, string Remedy)
{
    /// <summary>The address of its page, relative to the server.</summary>
    public string Type => $"/problems/{Code}";
}
