using MarginGrains.Core.Primitives;

namespace MarginGrains.Gateway.Http;

/// <summary>Ids that come in the address.</summary>
internal static class Ids
{
    public static string Account(string text) => Checked(text, "accountId");

    public static Symbol Symbol(string text) => new(Checked(text, "symbol"));

    public static RegimeId Regime(string text) => new(Checked(text, "regimeId"));

    private static string Checked(string text, string name) => Identifier.IsValid(text)
        ? text
        : throw new ProblemException("id_malformed",
            $"The {name} in the address is no id: 1 to 64 of A-Z a-z 0-9 . _ -",
            new FieldError(name, "id_malformed", "1 to 64 of A-Z a-z 0-9 . _ -"));
}
