using System.Text.Json;
using MarginGrains.Host.Output;

namespace MarginGrains.Host.Tests.Output;

public sealed class JsonOutputTests
{
    private readonly Streams _run = new();

    [Fact]
    public void StandardOutput_IsOneDocument()
    {
        using var output = Json();
        output.Note("Playing.");
        output.Progress(Streams.Ticks(1, 10));
        output.Event(Streams.Called("acct-1"));
        _run.Out.ToString().ShouldBeEmpty();
        output.Finish(new
        {
            TicksPlayed = 10, MaximumFall = 0.250m, Kind = OutputChoice.Json, Missing = (string?)null,
            EndedAt = new DateTimeOffset(2014, 5, 2, 14, 30, 0, TimeSpan.FromHours(2)),
        });

        var document = JsonDocument.Parse(_run.Out.ToString()).RootElement;
        document.GetProperty("ticksPlayed").GetInt32().ShouldBe(10);
        document.GetProperty("maximumFall").GetString().ShouldBe("0.250");
        document.GetProperty("kind").GetString().ShouldBe("json");
        document.GetProperty("missing").ValueKind.ShouldBe(JsonValueKind.Null);
        document.GetProperty("endedAt").GetString().ShouldBe("2014-05-02T12:30:00Z");
        _run.ErrorLines.Length.ShouldBe(3);
        _run.ErrorLines[0].ShouldBe("Playing.");
    }

    [Fact]
    public void Fail_IsADocumentToo()
    {
        using var output = Json();
        output.Fail("bid_above_ask", "The bid 1.3 is above the ask 1.2.", new Dictionary<string, object?>
        {
            ["file"] = "ticks.csv", ["line"] = 3L, ["code"] = "not this one",
        });

        var error = JsonDocument.Parse(_run.Out.ToString()).RootElement.GetProperty("error");
        error.GetProperty("code").GetString().ShouldBe("bid_above_ask");
        error.GetProperty("message").GetString().ShouldBe("The bid 1.3 is above the ask 1.2.");
        error.GetProperty("file").GetString().ShouldBe("ticks.csv");
        error.GetProperty("line").GetInt32().ShouldBe(3);
        _run.ErrorLines.ShouldBe(["error bid_above_ask: The bid 1.3 is above the ask 1.2."]);
    }

    [Fact]
    public void SecondEnd_IsRefused_AndLeavesOneDocument()
    {
        using var output = Json();
        output.Finish(new { Done = true });

        Should.Throw<InvalidOperationException>(() => output.Fail("late", "Late."));
        Should.Throw<InvalidOperationException>(() => output.Finish(new { Done = false }));
        JsonDocument.Parse(_run.Out.ToString()).RootElement.GetProperty("done").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public void SummaryThatCannotBeWritten_DoesNotEndTheRun()
    {
        using var output = Json();
        Should.Throw<NotSupportedException>(() => output.Finish(new { Type = typeof(string) }));

        output.Fail("summary_failed", "The summary cannot be written.");
        JsonDocument.Parse(_run.Out.ToString()).RootElement.TryGetProperty("error", out _).ShouldBeTrue();
    }

    [Fact]
    public void BrokenOffRun_LeavesStandardOutputEmpty()
    {
        using (var output = Json())
            output.Progress(Streams.Ticks(1, 10));

        _run.Out.ToString().ShouldBeEmpty();
    }

    private JsonOutput Json() => new(_run.Out, _run.Error, _run.Clock);
}
