using System.Collections.Frozen;

namespace MarginGrains.Gateway.Http;

/// <summary>Every code there is, by origin. Codes never change their meaning.</summary>
internal static partial class Problems
{
    /// <summary>All kinds, in the order of their codes.</summary>
    public static IEnumerable<ProblemKind> All => Index.ByCode.Values.OrderBy(k => k.Code, StringComparer.Ordinal);

    /// <summary>The kind of a code, or null.</summary>
    public static ProblemKind? Find(string code) => Index.ByCode.GetValueOrDefault(code);

    /// <summary>The kind of a code that is known to exist.</summary>
    public static ProblemKind Of(string code) => Index.ByCode[code];

    private static ProblemKind Permanent(int status, string code, string title, string meaning, string remedy) =>
        new(code, status, false, title, meaning, remedy);

    private static ProblemKind Transient(int status, string code, string title, string meaning, string remedy) =>
        new(code, status, true, title, meaning, remedy);

    /// Apart, because the tables of the other files have to be initialised first.
    private static class Index
    {
        public static readonly FrozenDictionary<string, ProblemKind> ByCode =
            Input.Concat(Routing).Concat(Failures).Concat(PriceItems).Concat(Refusals.Values)
                .ToFrozenDictionary(k => k.Code, StringComparer.Ordinal);
    }
}
