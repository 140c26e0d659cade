using Microsoft.Extensions.Logging;

namespace MarginGrains.Storage.Hosting;

internal sealed partial class OpenAtStart
{
    [LoggerMessage(LogLevel.Information, "Storage {Path} is open at schema version {Version}.")]
    private partial void LogOpen(string path, int version);
}
