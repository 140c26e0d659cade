using System.Text.Json;

namespace MarginGrains.Gateway.Http;

/// <summary>Enum values as words of the API: lower camelCase.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum => Cache<T>.Words[value];

    public static bool TryParse<T>(string text, out T value)
        where T : struct, Enum => Cache<T>.Values.TryGetValue(text, out value);

    /// <summary>All words, for messages.</summary>
    public static string List<T>()
        where T : struct, Enum => string.Join(", ", Cache<T>.Words.Values);

    /// <summary>A name of the code as a word.</summary>
    public static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static class Cache<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Words =
            Enum.GetValues<T>().ToDictionary(v => v, v => Camel(v.ToString()));

        public static readonly Dictionary<string, T> Values =
            Words.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);
    }
}
