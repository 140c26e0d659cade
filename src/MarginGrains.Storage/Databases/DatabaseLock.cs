namespace MarginGrains.Storage.Databases;

/// <summary>
/// The file beside the database that one process at a time holds open. It is never deleted: whoever waits for a file
/// that is deleted and made anew can end up locking a file that no longer has a name.
/// </summary>
internal sealed class DatabaseLock : IDisposable
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private const int ReadOnlyFileSystem = 30;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int WindowsLockViolation = unchecked((int)0x80070021);

    private readonly FileStream _file;

    private DatabaseLock(FileStream file) => _file = file;

    /// <summary>Takes the lock or says why not; it does not wait.</summary>
    public static DatabaseLock Take(string databasePath)
    {
        var folder = Path.GetDirectoryName(databasePath);
        if (!Directory.Exists(folder))
            throw new StorageException(
                StorageErrors.DatabaseDirectoryMissing, $"The folder of the database '{databasePath}' does not exist.");
        try
        {
            return new DatabaseLock(new FileStream(
                databasePath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
        }
        catch (IOException e) when (IsHeldByAnother(e))
        {
            throw new StorageException(
                StorageErrors.DatabaseLocked, $"The database '{databasePath}' is open in another process.", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem })
        {
            throw new StorageException(
                StorageErrors.DatabaseReadOnly, $"The folder of the database '{databasePath}' cannot be written.", e);
        }
        catch (IOException e)
        {
            throw new StorageException(
                StorageErrors.DatabaseUnreadable, $"The lock of the database '{databasePath}' cannot be opened.", e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static bool IsHeldByAnother(IOException e) => OperatingSystem.IsWindows()
        ? e.HResult is WindowsSharingViolation or WindowsLockViolation
        : e.HResult is LinuxWouldBlock or MacWouldBlock;
}
