using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>A linked account with the most that may be taken from it on a day.</summary>
internal sealed record TopUpSourceRequest(string AccountId, decimal? DailyCap);

/// <summary>The client's consent and sources, whole.</summary>
internal sealed record TopUpSourcesRequest(bool Consent, string By, IReadOnlyList<TopUpSourceRequest> Sources)
{
    private const int MostSources = 10;
    private const int LongestName = 100;

    public AccountCommand CommandIn(Currency currency) => new AccountCommand.SetTopUpSources(
        [
            .. Sources.Select(s => new TopUpSource(
                new(s.AccountId), s.DailyCap is { } cap ? new Money(cap, currency) : null)),
        ],
        Consent, By);

    public static TopUpSourcesRequest Read(JsonFields body)
    {
        if (!body.Has("consent")) body.Refuse("consent", "field_missing", "The field is missing.");
        return new(
            body.Flag("consent"), body.RequiredText("by", LongestName),
            body.Items("sources", MostSources, s => new TopUpSourceRequest(
                s.Id("accountId"), s.OptionalDecimal("dailyCap"))));
    }
}
