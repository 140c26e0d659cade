using System.IO.Compression;
using System.Text;
using MarginGrains.Host.Market;

namespace MarginGrains.Host.Tests.Market;

/// <summary>A folder of tick files for one test.</summary>
internal sealed class TickFolder : IDisposable
{
    public const string Header = "time_utc,symbol,bid,ask,last";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ticks-");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, params string[] lines) => WriteText(name, string.Join('\n', lines) + "\n");

    public string WriteText(string name, string text) => WriteBytes(
        name, name.EndsWith(".gz", StringComparison.Ordinal) ? Gzip(text) : Encoding.UTF8.GetBytes(text));

    public string WriteBytes(string name, byte[] content)
    {
        File.WriteAllBytes(PathOf(name), content);
        return PathOf(name);
    }

    public static byte[] Gzip(string text)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return compressed.ToArray();
    }

    /// <summary>Plays a file of a sound line and then the given one; gives the refusal.</summary>
    public MarketFileException RefusalOf(string line) => Should.Throw<MarketFileException>(() => new TickFile(
        Write("ticks.csv", Header, "2014-05-02T12:30:00.000Z,EURUSD,1.1,1.2,", line)).Play().Count());

    public void Dispose() => _folder.Delete(recursive: true);
}
