namespace MarginGrains.Host.Output;

/// <summary>The progress line, the same on a terminal and in a log.</summary>
internal static class ProgressText
{
    public static string Line(ProgressWindow window)
    {
        if (window.Snapshot is not { } snapshot)
            return "";
        var parts = new List<string>();
        if (snapshot.Part is { } part)
            parts.Add(PeopleText.Percent(part));
        parts.Add(snapshot.Total is { } total
            ? $"{PeopleText.Number(snapshot.Done)} of {PeopleText.Number(total)} {snapshot.Unit}"
            : $"{PeopleText.Number(snapshot.Done)} {snapshot.Unit}");
        if (window.Rate is { } rate)
            parts.Add(PeopleText.Rate(rate, snapshot.Unit));
        if (window.TimeLeft is { } left && left > TimeSpan.Zero)
            parts.Add($"{PeopleText.Duration(left)} left");
        return string.Join(", ", parts);
    }

    public static string Counts(ProgressSnapshot snapshot) => string.Join(
        ", ", snapshot.Counts.Select(count => $"{PeopleText.OneLine(count.Name)} {PeopleText.Number(count.Count)}"));

    public static string Event(OutputEvent happened) => PeopleText.OneLine(string.Join("  ",
        new[] { PeopleText.Time(happened.Time), happened.Kind, happened.AccountId, happened.Text }
            .Where(part => !string.IsNullOrEmpty(part))));
}
