namespace MarginGrains.Host.Server;

/// <summary>The server cannot start, or a command cannot go on; said in one sentence under a stable code.</summary>
internal sealed class ServerException(string code, string sentence, Exception? inner = null)
    : Exception(sentence, inner)
{
    public string Code { get; } = code;
}
