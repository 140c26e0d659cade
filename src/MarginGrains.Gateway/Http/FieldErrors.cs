namespace MarginGrains.Gateway.Http;

/// <summary>Collects everything wrong with a request, so that a caller corrects it in one go.</summary>
internal sealed class FieldErrors
{
    private const int Most = 100;

    private readonly List<FieldError> found = [];

    public bool IsEmpty => found.Count == 0;

    public void Add(string field, string code, string reason)
    {
        if (found.Count < Most) found.Add(new(field, code, reason));
    }

    /// <summary>The first error gives the code; all of them are listed.</summary>
    public void ThrowIfAny()
    {
        if (IsEmpty) return;
        var first = found[0];
        throw new ProblemException(first.Code, $"{first.Field}: {first.Reason}", [.. found]);
    }
}
