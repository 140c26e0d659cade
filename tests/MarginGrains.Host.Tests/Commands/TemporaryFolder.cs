using System.IO.Compression;

namespace MarginGrains.Host.Tests.Commands;

/// <summary>A folder that goes with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("margingrains-host-tests-").FullName;

    public string this[string name] => Path.Combine(path, name);

    public string Write(string name, params string[] lines)
    {
        File.WriteAllText(this[name], string.Join('\n', lines) + "\n");
        return this[name];
    }

    /// <summary>The header and the first lines of a packed file, as a plain one.</summary>
    public string Unpack(string packed, string name, int lines)
    {
        using var source = new StreamReader(new GZipStream(File.OpenRead(packed), CompressionMode.Decompress));
        using var target = new StreamWriter(this[name]);
        for (var i = 0; i <= lines && source.ReadLine() is { } line; i++) target.Write(line + "\n");
        return this[name];
    }

    public void Dispose() => Directory.Delete(path, recursive: true);
}
