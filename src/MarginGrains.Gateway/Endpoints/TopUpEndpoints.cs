using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Hosting;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Requests;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>From which accounts one may be topped up, and what that would do.</summary>
internal static class TopUpEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPut("/accounts/{accountId}/top-up-sources", Put);
        v1.MapGet("/accounts/{accountId}/top-up-sources", Get);
        v1.MapPost("/accounts/{accountId}/top-up-sources:dry-run", DryRun);
    }

    private static async Task<IResult> Put(
        string accountId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var request = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, TopUpSourcesRequest.Read);
        var currency = (await MarginAsync(account, accountId)).Account.Currency;
        await RequireSourcesAsync(grains, request, currency);
        var reply = await account.ExecuteAsync(request.CommandIn(currency));
        return reply.Refusal is { } refusal
            ? Answers.Refused(context, refusal)
            : Shown(await MarginAsync(account, accountId));
    }

    private static async Task<IResult> Get(string accountId, GatewayGrains grains) =>
        Shown(await MarginAsync(grains.Account(Ids.Account(accountId)), accountId));

    /// The same questions that the live path asks, in the same order; nothing is stored anywhere.
    private static async Task<IResult> DryRun(
        string accountId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var amount = await JsonBody.ReadOptionalAsync(
            context, options.Value.RequestBodyLimit, b => b.OptionalDecimal("amount"));
        var margin = await MarginAsync(account, accountId);
        var currency = margin.Account.Currency;
        if (amount is <= 0m)
        {
            throw new ProblemException("amount_not_positive", "The amount of a top-up is above zero.");
        }

        if (amount is { } given && decimal.Round(given, currency.MinorUnitDecimals) != given)
        {
            throw new ProblemException("amount_too_precise",
                $"{currency} has {currency.MinorUnitDecimals} decimals; {new Money(given, currency)} has more.");
        }

        var plan = await account.PlanTopUpAsync(amount is { } asked ? new(asked, currency) : null)
            ?? throw Answers.UnknownAccount(accountId);
        if (plan.Needed is not { } needed)
        {
            throw new ProblemException("unpriced", "The account has no price at the moment; give an amount.");
        }

        var (left, takes) = (needed, new List<TopUpTakeResponse>());
        foreach (var source in plan.Sources)
        {
            var most = source.Left is { } cap ? Money.Min(left, cap) : left;
            if (!most.IsPositive) continue;
            var offer = await grains.Account(source.AccountId).OfferTopUpAsync(most);
            var gives = offer?.Amount ?? Money.Zero(currency);
            takes.Add(new(
                source.AccountId, Wire.Amount(most), Wire.Amount(gives),
                offer is null ? "There is no such account any more." : offer.Reason));
            left -= gives;
        }

        return Answers.Ok(
            new TopUpDryRunResponse(
                accountId, currency.Code, plan.IsCrossed,
                plan.IsCrossed && margin.Account.TopUp is { Consent.IsGiven: true, IsExhausted: false, Pending: null },
                Wire.Amount(needed), Wire.Amount(needed - left), Wire.Amount(left), takes),
            GatewayJson.Plain.TopUpDryRunResponse);
    }

    /// A source that is not there, or in another currency, would never give anything; that is said at the door.
    private static async Task RequireSourcesAsync(GatewayGrains grains, TopUpSourcesRequest request, Currency currency)
    {
        for (var i = 0; i < request.Sources.Count; i++)
        {
            var id = request.Sources[i].AccountId;
            var where = $"sources[{i}].accountId";
            var source = await grains.Account(id).GetMarginAsync()
                ?? throw new ProblemException("top_up_source_unknown", $"There is no account {id} to draw on.",
                    new FieldError(where, "top_up_source_unknown", "There is no such account."));
            if (source.Account.Currency == currency) continue;
            throw new ProblemException("currency_foreign",
                $"{id} is in {source.Account.Currency}; this account is topped up in {currency}.",
                new FieldError(where, "currency_foreign", $"The account must be in {currency}."));
        }
    }

    private static IResult Shown(MarginReply margin) => Answers.Ok(
        TopUpSourcesResponse.Of(margin.Account, margin.Now), GatewayJson.Plain.TopUpSourcesResponse);

    private static async Task<MarginReply> MarginAsync(IAccountGrain account, string accountId) =>
        await account.GetMarginAsync() ?? throw Answers.UnknownAccount(accountId);
}
