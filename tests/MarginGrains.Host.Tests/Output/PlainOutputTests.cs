using MarginGrains.Host.Output;

namespace MarginGrains.Host.Tests.Output;

public sealed class PlainOutputTests
{
    private readonly Streams _run = new();

    [Fact]
    public void Progress_IsOneLineEveryTwoSeconds()
    {
        using var output = Plain();
        for (var n = 0; n <= 50; n++)
        {
            output.Progress(
                Streams.Ticks(n * 20_000, 2_000_000) with { Counts = [new("healthy", 12_000), new("call", n)] });
            _run.Pass(0.1);
        }

        _run.OutLines.ShouldBe(
        [
            "0.0 %, 0 of 2,000,000 ticks | healthy 12,000, call 0",
            "20.0 %, 400,000 of 2,000,000 ticks, 200,000 ticks/s, 8 s left | healthy 12,000, call 20",
            "40.0 %, 800,000 of 2,000,000 ticks, 200,000 ticks/s, 6 s left | healthy 12,000, call 40",
        ]);
    }

    [Fact]
    public void Progress_WithoutTotal_ShowsWhatIsKnown()
    {
        using var output = Plain();
        output.Progress(Streams.Ticks(0));
        _run.Pass(2);
        output.Progress(Streams.Ticks(5000));

        _run.OutLines.ShouldBe(["0 ticks", "5,000 ticks, 2,500 ticks/s"]);
    }

    [Fact]
    public void Event_IsOneLine()
    {
        using var output = Plain();
        output.Event(Streams.Called("acct-7"));
        output.Event(Streams.Called("acct-8") with { AccountId = null, Text = "two\nlines" });

        _run.OutLines.ShouldBe(
        [
            "2014-05-02 12:30:00Z  call.opened  acct-7  1,200 USD by 16:00",
            "2014-05-02 12:30:00Z  call.opened  two lines",
        ]);
    }

    [Fact]
    public void Events_BeyondTheBudget_AreCountedAndSaid()
    {
        using var output = Plain(events: 2);
        foreach (var account in Enumerable.Range(1, 1005))
            output.Event(Streams.Called($"acct-{account}"));
        _run.Pass(2);
        output.Event(Streams.Called("acct-next"));

        var lines = _run.OutLines;
        lines.Length.ShouldBe(4);
        lines[1].ShouldContain("acct-2");
        lines[2].ShouldBe("1,003 events left out (at most 2 are shown every 2 s)");
        lines[3].ShouldContain("acct-next");
    }

    [Theory]
    [InlineData("finish")]
    [InlineData("fail")]
    [InlineData("dispose")]
    public void EventsLeftOut_AreSaidHoweverTheRunEnds(string end)
    {
        var output = Plain(events: 1);
        foreach (var account in Enumerable.Range(1, 3))
            output.Event(Streams.Called($"acct-{account}"));
        if (end == "finish")
            output.Finish(new { });
        else if (end == "fail")
            output.Fail("stopped", "Stopped.");
        output.Dispose();

        _run.OutLines[^1].ShouldBe("2 events left out (at most 1 are shown every 2 s)");
    }

    [Fact]
    public void Finish_ShowsTheLastProgressAndTheSummary()
    {
        using var output = Plain();
        output.Progress(Streams.Ticks(0, 10));
        _run.Pass(1);
        output.Progress(Streams.Ticks(10, 10));
        output.Finish(new
        {
            TicksPlayed = 1_710_688, ElapsedSeconds = 125.4, Largest = new { Fall = 0.385m, Symbol = "SPX" },
        });

        _run.OutLines.ShouldBe(
        [
            "0.0 %, 0 of 10 ticks", "100.0 %, 10 of 10 ticks, 10 ticks/s",
            "ticks played     1,710,688", "elapsed          2 min 5 s",
            "largest, fall    0.385", "largest, symbol  SPX",
        ]);
        _run.ErrorLines.ShouldBeEmpty();
    }

    [Fact]
    public void Fail_GoesToStandardError()
    {
        using var output = Plain();
        output.Fail("file_not_found", "There is no file ticks.csv.");

        _run.ErrorLines.ShouldBe(["error file_not_found: There is no file ticks.csv."]);
        _run.OutLines.ShouldBeEmpty();
    }

    [Fact]
    public void AfterItsEnd_NothingIsAccepted()
    {
        using var output = Plain();
        output.Finish(new { });

        Should.Throw<InvalidOperationException>(() => output.Finish(new { }));
        Should.Throw<InvalidOperationException>(() => output.Fail("late", "Late."));
        Should.Throw<InvalidOperationException>(() => output.Note("late"));
        Should.Throw<InvalidOperationException>(() => output.Event(Streams.Called("late")));
        Should.Throw<InvalidOperationException>(() => output.Progress(Streams.Ticks(1)));
    }

    private PlainOutput Plain(int events = 20) =>
        new(_run.Out, _run.Error, _run.Clock, new PlainOutputOptions { EventsPerInterval = events });
}
