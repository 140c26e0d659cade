using System.Globalization;

namespace MarginGrains.Host.Output;

/// <summary>Numbers, durations and times as people read them, in the invariant culture.</summary>
internal static class PeopleText
{
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Number(decimal number) =>
        number.ToString("#,0.############################", CultureInfo.InvariantCulture);

    /// <summary>Rounded down, so that 100 % means done.</summary>
    public static string Percent(double part) =>
        (Math.Floor(part * 1000) / 10).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    public static string Rate(double perSecond, string unit) =>
        $"{perSecond.ToString(perSecond < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture)} {unit}/s";

    public static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The two largest units: "2 min 5 s", "3 h 20 min", "1 d 4 h"; milliseconds below a second.</summary>
    public static string Duration(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero)
            return "-" + Duration(duration.Negate());
        if (duration < TimeSpan.FromSeconds(1))
            return string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(duration.TotalMilliseconds):0} ms");
        (long Amount, string Unit)[] units =
            [(duration.Days, "d"), (duration.Hours, "h"), (duration.Minutes, "min"), (duration.Seconds, "s")];
        var shown = units.SkipWhile(unit => unit.Amount == 0).Take(2).Where(unit => unit.Amount > 0);
        return string.Join(' ', shown.Select(unit => $"{Number(unit.Amount)} {unit.Unit}"));
    }

    /// <summary>On one line and without control characters, which a terminal would obey.</summary>
    public static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;

    /// <summary>
    /// A name as code writes it, in words: "marginCallsOpened" is "margin calls opened". Codes such as "USD" stay.
    /// </summary>
    public static string Words(string name) => string.Concat(name.Select((c, i) =>
        c == '_' ? " "
        : char.IsUpper(c) && i > 0 && char.IsLower(name[i - 1]) ? $" {char.ToLowerInvariant(c)}"
        : c.ToString()));
}
