namespace MarginGrains.Host.Output;

/// <summary>
/// For programs: standard output carries one JSON document, the summary or <c>{"error": …}</c>, and nothing else. What
/// people may want to see meanwhile goes to standard error as plain lines.
/// </summary>
internal sealed class JsonOutput(
    TextWriter output, TextWriter error, TimeProvider clock, PlainOutputOptions? options = null) : IRunOutput
{
    private readonly PlainOutput _lines = new(error, error, clock, options);

    public void Progress(ProgressSnapshot snapshot) => _lines.Progress(snapshot);

    public void Event(OutputEvent happened) => _lines.Event(happened);

    public void Note(string text) => _lines.Note(text);

    public void Fail(string code, string sentence, IReadOnlyDictionary<string, object?>? details = null)
    {
        _lines.Fail(code, sentence);
        var failure = new Dictionary<string, object?> { ["code"] = code, ["message"] = sentence };
        foreach (var (name, value) in details ?? new Dictionary<string, object?>())
            failure.TryAdd(name, value);
        Write(new Dictionary<string, object> { ["error"] = failure });
    }

    public void Finish(object summary)
    {
        // Serialized first: a summary that cannot be written must not count as the run's end.
        var document = OutputJson.Document(summary);
        _lines.End();
        Write(document);
    }

    public void Dispose() => _lines.Dispose();

    private void Write(object document) => Write(OutputJson.Document(document));

    private void Write(string document)
    {
        output.WriteLine(document);
        output.Flush();
    }
}
