using System.Text.RegularExpressions;
using MarginGrains.Host.Output;
using Spectre.Console;

namespace MarginGrains.Host.Tests.Output;

public sealed partial class TerminalOutputTests
{
    private readonly Streams _run = new();

    [Fact]
    public void Display_ShowsProgressCountsAndEvents()
    {
        using var output = Terminal();
        output.Progress(Streams.Ticks(0, 2_000_000));
        _run.Pass(1);
        output.Event(Streams.Called("acct-7"));
        output.Progress(Streams.Ticks(500_000, 2_000_000) with { Counts = [new("healthy", 12_000), new("call", 3)] });
        _run.Pass(1);
        _run.Out.GetStringBuilder().Clear();
        output.Progress(Streams.Ticks(1_000_000, 2_000_000) with { Counts = [new("healthy", 12_000), new("call", 3)] });

        Screen.ShouldContain("[####################--------------------] "
            + "50.0 %, 1,000,000 of 2,000,000 ticks, 500,000 ticks/s, 2 s left");
        Screen.ShouldMatch(@"healthy │ call");
        Screen.ShouldMatch(@"12,000 │    3");
        Screen.ShouldContain("call.opened  acct-7");
    }

    [Fact]
    public void Display_IsRedrawnAtMostFiveTimesASecond()
    {
        using var output = Terminal();
        output.Progress(Streams.Ticks(0, 100));
        var drawn = 0;
        for (var n = 0; n < 100; n++)
        {
            _run.Pass(0.01);
            var before = _run.Out.GetStringBuilder().Length;
            output.Progress(Streams.Ticks(n, 100));
            drawn += _run.Out.GetStringBuilder().Length > before ? 1 : 0;
        }

        drawn.ShouldBe(5);
    }

    [Fact]
    public void Events_Scroll_AndTheirNumberIsSaid()
    {
        using var output = Terminal();
        foreach (var account in Enumerable.Range(1, 1234))
            output.Event(Streams.Called($"acct-{account}."));
        _run.Pass(1);
        _run.Out.GetStringBuilder().Clear();
        output.Progress(Streams.Ticks(1, 2));

        Screen.ShouldContain("the latest 10 of 1,234 events");
        Screen.ShouldContain("acct-1225.");
        Screen.ShouldContain("acct-1234.");
        Screen.ShouldNotContain("acct-1224.");
    }

    [Fact]
    public void Texts_AreNotMarkup()
    {
        using var output = Terminal();
        output.Note("a note with [red]brackets[/] and [");
        output.Event(Streams.Called("acct-1") with { Text = "[bold]text" });
        output.Finish(new { Name = "[b]x" });

        Screen.ShouldContain("a note with [red]brackets[/] and [");
        Screen.ShouldContain("[bold]text");
        Screen.ShouldContain("[b]x");
    }

    [Fact]
    public void Finish_LeavesTheLastStateAndTheSummary()
    {
        using var output = Terminal();
        output.Progress(Streams.Ticks(0, 10));
        output.Progress(Streams.Ticks(10, 10));
        output.Finish(new { TicksPlayed = 10 });

        Screen.ShouldContain("100.0 %, 10 of 10 ticks");
        Screen.ShouldMatch(@"ticks played\s+10");
    }

    [Fact]
    public void Fail_StopsTheDisplayAndGoesToStandardError()
    {
        using var output = Terminal();
        output.Progress(Streams.Ticks(0, 10));
        output.Fail("file_unreadable", "The file is cut off.");

        _run.ErrorLines.ShouldBe(["error file_unreadable: The file is cut off."]);
        Should.Throw<InvalidOperationException>(() => output.Progress(Streams.Ticks(1, 10)));
    }

    [Fact]
    public void RunWithoutProgress_Ends() => Should.NotThrow(() =>
    {
        Terminal().Dispose();
        Terminal().Finish(new { Done = true });
    });

    [Theory]
    [InlineData("Auto", true, "Terminal")]
    [InlineData("Auto", false, "Plain")]
    [InlineData("Plain", true, "Plain")]
    [InlineData("Json", true, "Json")]
    [InlineData("Json", false, "Json")]
    public void Output_FollowsTheFormatAndTheTerminal(string format, bool isTerminal, string choice) =>
        RunOutputs.Choose(Enum.Parse<OutputFormat>(format), isTerminal).ToString().ShouldBe(choice);

    /// <summary>All that was written, without the codes that move the cursor.</summary>
    private string Screen => ControlCodes().Replace(_run.Out.ToString(), "");

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex ControlCodes();

    private TerminalOutput Terminal()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_run.Out),
        });
        console.Profile.Width = 160;
        console.Profile.Height = 40;
        console.Profile.Capabilities.Unicode = true;
        return new TerminalOutput(console, _run.Error, _run.Clock);
    }
}
