using System.Globalization;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Gateway.Events;
using MarginGrains.Gateway.Hosting;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Requests;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>Accounts: opening, snapshot, explanation, journal.</summary>
internal static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPut("/accounts/{accountId}", Put);
        v1.MapGet("/accounts/{accountId}", GetMargin);
        v1.MapGet("/accounts/{accountId}/margin", GetMargin);
        v1.MapGet("/accounts/{accountId}/margin/explain", Explain);
        v1.MapGet("/accounts/{accountId}/journal", GetJournal);
        v1.MapGet("/accounts", AccountList.Get);
    }

    private static async Task<IResult> Put(
        string accountId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var request = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, AccountRequest.Read);
        var reply = await account.ExecuteAsync(
            new AccountCommand.Open(new(accountId), request.RegimeId, request.Currency)
            {
                ClientClass = request.ClientClass ?? default,
            });
        if (reply.Refusal is { } refusal) return Answers.Refused(context, refusal);
        var margin = await account.GetMarginAsync() ?? throw Answers.UnknownAccount(accountId);
        if (request.ClientClass is { } asked && asked != margin.Account.Portfolio.ClientClass)
        {
            throw new ProblemException("account_exists",
                $"The account exists with the class {Words.Of(margin.Account.Portfolio.ClientClass)}; "
                + "its preferences change it.");
        }

        if (reply.IsNew) context.Response.Headers.Location = context.Request.Path.ToString();
        return Answers.Json(MarginResponse.Of(margin), GatewayJson.Plain.MarginResponse, reply.IsNew ? 201 : 200);
    }

    private static async Task<IResult> GetMargin(string accountId, HttpContext context, GatewayGrains grains)
    {
        // The past is in the journal; a parameter that asks for it must not be answered with the present.
        new QueryFields(context).ThrowIfAny();
        return Answers.Ok(MarginResponse.Of(await MarginAsync(accountId, grains)), GatewayJson.Plain.MarginResponse);
    }

    private static async Task<IResult> Explain(string accountId, HttpContext context, GatewayGrains grains)
    {
        var query = new QueryFields(context, "accountSequence");
        var sequence = query.Whole("accountSequence", 1, long.MaxValue);
        query.ThrowIfAny();
        if (sequence is { } number) return await ExplainEventAsync(Ids.Account(accountId), number, grains);
        var reply = await MarginAsync(accountId, grains);
        var explanation = reply.Explanation
            ?? throw new ProblemException("unpriced", $"No version of regime {reply.Account.RegimeId} is in force.");
        return Answers.Ok(
            ExplanationResponse.Of(accountId, explanation) with { Isolated = IsolatedExplanationResponse.Of(reply) },
            GatewayJson.Plain.ExplanationResponse);
    }

    /// The explanation that was stored with a decision.
    private static async Task<IResult> ExplainEventAsync(string accountId, long sequence, GatewayGrains grains)
    {
        var found = (await grains.Journal.ReadAccountAsync(accountId, sequence - 1, 1)).FirstOrDefault();
        var explanation = found?.Sequence == sequence ? JournalBody.ExplanationOf(JournalBody.Read(found)) : null;
        return explanation is { } stored
            ? Answers.Ok(ExplanationResponse.Of(accountId, stored), GatewayJson.Plain.ExplanationResponse)
            : throw new ProblemException("explanation_unknown",
                $"Event {sequence} of {accountId} has no stored explanation.");
    }

    private static async Task<IResult> GetJournal(string accountId, HttpContext context, GatewayGrains grains)
    {
        Ids.Account(accountId);
        var query = new QueryFields(context, "afterSequence", "limit");
        var after = query.Whole("afterSequence", 0, long.MaxValue - 1) ?? 0;
        var limit = query.Limit();
        query.ThrowIfAny();
        var events = await grains.Journal.ReadAccountAsync(accountId, after, limit + 1);
        if (events.IsEmpty && (after == 0 || (await grains.Journal.ReadAccountAsync(accountId, 0, 1)).IsEmpty))
        {
            throw Answers.UnknownAccount(accountId);
        }

        var page = events.Take(limit).Select(EventResponse.Of).ToList();
        var hasMore = events.Length > limit;
        var next = hasMore ? page[^1].AccountSequence.ToString(CultureInfo.InvariantCulture) : null;
        return Answers.Ok(new PageResponse<EventResponse>(page, next, hasMore),
            GatewayJson.Plain.PageResponseEventResponse);
    }

    private static async Task<MarginReply> MarginAsync(string accountId, GatewayGrains grains) =>
        await grains.Account(Ids.Account(accountId)).GetMarginAsync() ?? throw Answers.UnknownAccount(accountId);
}
