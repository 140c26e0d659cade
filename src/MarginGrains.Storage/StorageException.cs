namespace MarginGrains.Storage;

/// <summary>
/// Storage could not do what was asked. An <see cref="OrleansException"/> because Orleans wraps whatever else a grain
/// storage throws, and the code would be lost in the inner exception.
/// </summary>
public sealed class StorageException : OrleansException
{
    internal StorageException(string code, string sentence, Exception? cause = null)
        // Orleans leaves the parameter unmarked; a missing cause is fine.
        : base(sentence, cause!) => Code = code;

    /// <summary>One of <see cref="StorageErrors"/>.</summary>
    public string Code { get; }

    /// <summary>The failure for one more caller: thrown in several places, an exception garbles its stack.</summary>
    internal StorageException Again() => new(Code, Message, InnerException);

    internal static StorageException Closed(Exception? cause = null) =>
        new(StorageErrors.StorageClosed, "The database is closed; the request was not carried out.", cause);
}
