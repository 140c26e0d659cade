using Spectre.Console;
using Spectre.Console.Rendering;

namespace MarginGrains.Host.Output;

/// <summary>What a terminal shows while a run goes on: the progress, a table of counts, the latest events.</summary>
internal static class TerminalView
{
    private const int BarWidth = 40;

    public static IRenderable Live(ProgressWindow window, LatestEvents events)
    {
        var rows = new List<IRenderable>();
        if (window.Snapshot is { } snapshot)
        {
            rows.Add(new Text(Bar(snapshot.Part) + ProgressText.Line(window)));
            if (snapshot.Counts.Count > 0)
                rows.Add(Counts(snapshot));
        }
        if (events.Total > 0)
            rows.Add(Events(events));
        return new Rows(rows);
    }

    public static IRenderable Summary(object summary)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = false };
        table.AddColumn("").AddColumn("");
        foreach (var (label, value) in SummaryText.Lines(summary))
            table.AddRow(new Text(label), new Text(value));
        return table;
    }

    private static string Bar(double? part)
    {
        if (part is not { } done)
            return "";
        var full = (int)(done * BarWidth);
        return $"[{new string('#', full)}{new string('-', BarWidth - full)}] ";
    }

    private static Table Counts(ProgressSnapshot snapshot)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var count in snapshot.Counts)
            table.AddColumn(new TableColumn(new Text(PeopleText.OneLine(count.Name))).RightAligned());
        table.AddRow(snapshot.Counts.Select(count => new Text(PeopleText.Number(count.Count))));
        return table;
    }

    private static Rows Events(LatestEvents events)
    {
        var lines = events.Shown.Select(happened => new Text(ProgressText.Event(happened)).Ellipsis());
        var title = events.Total > events.Shown.Count
            ? $"the latest {events.Shown.Count} of {PeopleText.Number(events.Total)} events"
            : "events";
        return new Rows([new Text(title), .. lines]);
    }
}
