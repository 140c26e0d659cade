namespace MarginGrains.Host.Output;

/// <summary>
/// What a run tells its user: how far it is, what happened, and its result. May be called from several threads. A run
/// ends with one <see cref="Finish"/> or one <see cref="Fail"/>; what follows them is refused.
/// </summary>
internal interface IRunOutput : IDisposable
{
    /// <summary>May be called as often as the run likes: how often it is shown is the output's affair.</summary>
    void Progress(ProgressSnapshot snapshot);

    void Event(OutputEvent happened);

    void Note(string text);

    /// <summary>Ends the run with a stable code, a sentence for people, and details for machines.</summary>
    void Fail(string code, string sentence, IReadOnlyDictionary<string, object?>? details = null);

    /// <summary>Ends the run with its result: a JSON document, or the same as a list of names and values.</summary>
    void Finish(object summary);
}
