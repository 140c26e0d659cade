using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MarginGrains.Storage.Migrations;

/// <summary>One step of the schema, <c>NNN-name.sql</c>. Once released it never changes; a fix is a new step.</summary>
internal sealed record MigrationScript(int Version, string Name, string Sql)
{
    /// <summary>SHA-256 of the text with line feeds only, so that a checkout's line endings do not count.</summary>
    public string Checksum => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The scripts built into this assembly for one database product, in order.</summary>
    public static IReadOnlyList<MigrationScript> Embedded(string product)
    {
        var assembly = typeof(MigrationScript).Assembly;
        var prefix = $"MarginGrains.Storage.Schema.{product}.";
        var scripts = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => Parse(name[prefix.Length..], Text(name)))
            .OrderBy(script => script.Version)
            .ToList();
        for (var i = 0; i < scripts.Count; i++)
        {
            if (scripts[i].Version != i + 1)
                throw new InvalidOperationException($"Schema/{product} has no script {i + 1:000}.");
        }

        return scripts;

        string Text(string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            return reader.ReadToEnd();
        }
    }

    private static MigrationScript Parse(string fileName, string sql)
    {
        var name = Path.GetFileNameWithoutExtension(fileName);
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        return new(int.Parse(name.AsSpan(0, dash), CultureInfo.InvariantCulture), name[(dash + 1)..], sql);
    }
}
