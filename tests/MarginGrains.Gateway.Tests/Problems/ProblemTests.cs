using MarginGrains.Core.Accounts;
using MarginGrains.Gateway.Http;
using Catalog = MarginGrains.Gateway.Http.Problems;

namespace MarginGrains.Gateway.Tests.Problems;

/// <summary>Every refusal has a code, and every code a page.</summary>
[Collection(SharedDesk.Name)]
public sealed class ProblemTests(Desk desk)
{
    public static TheoryData<string> Codes { get; } = [.. Catalog.All.Select(k => k.Code)];

    [Fact]
    public void EveryRejectionOfTheDomain_HasItsOwnCode()
    {
        var kinds = Enum.GetValues<Rejection>().Select(Catalog.Of).ToList();
        kinds.Select(k => k.Code).Distinct().Count().ShouldBe(kinds.Count);
        foreach (var rejection in Enum.GetValues<Rejection>())
        {
            var kind = Catalog.Of(rejection);
            kind.Status.ShouldBeInRange(400, 499);
            kind.IsRetryable.ShouldBe(new Refusal(rejection, "").IsTransient, kind.Code);
            kind.Code.Replace("_", "", StringComparison.Ordinal).ShouldBe(rejection.ToString().ToLowerInvariant());
        }
    }

    [Theory, MemberData(nameof(Codes))]
    public async Task EveryCode_HasAPageThatExplainsIt(string code)
    {
        var kind = Catalog.Of(code);
        var page = (await desk.GetAsync(kind.Type)).ShouldBe(200);
        page.ContentType.ShouldBe("text/html");
        page.Text.ShouldContain(System.Net.WebUtility.HtmlEncode(kind.Title));
        page.Text.ShouldContain("What to do");
        page.Text.ShouldContain($"<code>{code}</code>");
        page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldStartWith("default-src 'none'");
        kind.Meaning.ShouldEndWith(".");
        kind.Remedy.ShouldEndWith(".");
    }

    [Fact]
    public async Task TheListOfProblems_NamesEveryCode()
    {
        var list = (await desk.GetAsync("/problems")).ShouldBe(200).Text;
        foreach (var kind in Catalog.All) list.ShouldContain($"href=\"{kind.Type}\"");
    }

    public static TheoryData<Exception, bool, string> Causes { get; } = new()
    {
        { new TimeoutException(), false, "outcome_unknown" },
        { new TimeoutException(), true, "unavailable" },
        { new Orleans.Runtime.OrleansException("stored?"), false, "outcome_unknown" },
        { new Orleans.Runtime.LimitExceededException("full"), false, "overloaded" },
        { new OverflowException(), false, "numbers_too_large" },
        { new InvalidOperationException("bug"), false, "internal_error" },
        { new Microsoft.AspNetCore.Http.BadHttpRequestException("", 413), false, "body_too_large" },
    };

    [Theory, MemberData(nameof(Causes))]
    public void AFailureBelow_BecomesACode(Exception cause, bool isRead, string code) =>
        Failures.KindOf(cause, isRead).Code.ShouldBe(code);

    [Fact]
    public void OnlyWhatMaySucceedLater_IsRetryable()
    {
        Catalog.Of("outcome_unknown").ShouldSatisfyAllConditions(k => k.Status.ShouldBe(504), k => k.IsRetryable.ShouldBeTrue());
        Catalog.Of("overloaded").ShouldSatisfyAllConditions(k => k.Status.ShouldBe(429), k => k.IsRetryable.ShouldBeTrue());
        Catalog.Of("idempotency_key_reused").IsRetryable.ShouldBeFalse();
    }
}
