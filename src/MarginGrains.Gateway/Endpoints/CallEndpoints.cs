using System.Globalization;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
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

/// <summary>Margin calls: those of all accounts, those of one, one with its history; and what operators do.</summary>
internal static class CallEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapGet("/calls", List);
        v1.MapGet("/calls/{id}", (string id, GatewayGrains grains) =>
        {
            var (accountId, callId) = Ids.Call(id);
            return Get(accountId, callId, grains);
        });
        v1.MapPost("/calls/{id}:extend",
            (string id, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options) =>
                Extend(Ids.Call(id), context, grains, options));
        v1.MapPost("/calls/{id}:waive",
            (string id, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options) =>
                Waive(Ids.Call(id), context, grains, options));
        v1.MapGet("/accounts/{accountId}/calls", ListOfAccount);
        v1.MapGet("/accounts/{accountId}/calls/{callId}", Get);
        v1.MapPost("/accounts/{accountId}/calls/{callId}:extend",
            (string accountId, string callId, HttpContext context, GatewayGrains grains,
                IOptions<GatewayOptions> options) => Extend((accountId, callId), context, grains, options));
        v1.MapPost("/accounts/{accountId}/calls/{callId}:waive",
            (string accountId, string callId, HttpContext context, GatewayGrains grains,
                IOptions<GatewayOptions> options) => Waive((accountId, callId), context, grains, options));
    }

    /// The states of a call in the history of an account.
    private enum HistoricState
    {
        Open,
        Held,
        Waived,
        Met,
        Expired,
        Cancelled,
    }

    private static async Task<IResult> List(HttpContext context, GatewayGrains grains)
    {
        var query = new QueryFields(context, "state", "limit", "cursor");
        var state = query.Word<CallState>("state");
        var limit = query.Limit();
        query.ThrowIfAny();
        var filter = state is { } word ? Words.Of(word) : "";
        var after = OpenCursor.Read(query.Text("cursor"), "calls", filter);
        var found = await grains.AskMonitorsAsync(m => m.ListCallsAsync(new(state, limit + 1, after)));
        var merged = found.SelectMany(f => f).OrderBy(c => c.Rank).Take(limit + 1).ToList();
        var hasMore = merged.Count > limit;
        return Answers.Ok(
            new PageResponse<CallResponse>(
                [.. merged.Take(limit).Select(CallResponse.Of)],
                hasMore ? OpenCursor.Write("calls", filter, merged[limit - 1].Rank) : null, hasMore),
            GatewayJson.Plain.PageResponseCallResponse);
    }

    /// The newest first; a cursor is the number of the last call of the page.
    private static async Task<IResult> ListOfAccount(string accountId, HttpContext context, GatewayGrains grains)
    {
        Ids.Account(accountId);
        var query = new QueryFields(context, "state", "limit", "cursor");
        var state = query.Word<HistoricState>("state");
        var limit = query.Limit();
        var before = (int?)query.Whole("cursor", 0, int.MaxValue);
        query.ThrowIfAny();
        var calls = await CallHistory.ReadAsync(grains.Journal, accountId) ?? throw Answers.UnknownAccount(accountId);
        var wanted = calls.Select((c, i) => (Call: c with { History = null }, Number: i))
            .Where(c => state is not { } word || c.Call.State == Words.Of(word))
            .Where(c => before is null || c.Number < before)
            .Reverse().Take(limit + 1).ToList();
        var hasMore = wanted.Count > limit;
        return Answers.Ok(
            new PageResponse<CallResponse>(
                [.. wanted.Take(limit).Select(c => c.Call)],
                hasMore ? wanted[limit - 1].Number.ToString(CultureInfo.InvariantCulture) : null, hasMore),
            GatewayJson.Plain.PageResponseCallResponse);
    }

    private static async Task<IResult> Get(string accountId, string callId, GatewayGrains grains)
    {
        var calls = await CallHistory.ReadAsync(grains.Journal, Ids.Account(accountId))
            ?? throw Answers.UnknownAccount(accountId);
        var call = calls.FirstOrDefault(c => c.CallId == callId)
            ?? throw new ProblemException("call_unknown", $"Account {accountId} never had a call {callId}.");
        return Answers.Ok(call, GatewayJson.Plain.CallResponse);
    }

    private static async Task<IResult> Extend(
        (string AccountId, string CallId) id, HttpContext context, GatewayGrains grains,
        IOptions<GatewayOptions> options)
    {
        var request = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, ExtensionRequest.Read);
        return await ActAsync(
            id, new AccountCommand.ExtendCall(id.CallId, request.DueAt, request.Act), context, grains,
            call => call.DueAt == request.DueAt && call.Extensions > 0);
    }

    private static async Task<IResult> Waive(
        (string AccountId, string CallId) id, HttpContext context, GatewayGrains grains,
        IOptions<GatewayOptions> options)
    {
        var request = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, WaiverRequest.Read);
        return await ActAsync(
            id, new AccountCommand.WaiveCall(id.CallId, request.Act, request.ApprovedBy), context, grains,
            call => call.State == CallState.Waived);
    }

    /// These acts have no id of their own: one that is done already is answered as it was the first time.
    private static async Task<IResult> ActAsync(
        (string AccountId, string CallId) id, AccountCommand command, HttpContext context, GatewayGrains grains,
        Func<MarginCall, bool> isDone)
    {
        var account = grains.Account(Ids.Account(id.AccountId));
        var reply = await account.ExecuteAsync(command);
        var margin = await account.GetMarginAsync() ?? throw Answers.UnknownAccount(id.AccountId);
        var call = margin.Account.Calls.FirstOrDefault(c => c.CallId == id.CallId);
        if (reply.Refusal is { } refusal)
        {
            if (call is null || !isDone(call)) return Answers.Refused(context, refusal);
            Answers.MarkReplayed(context);
        }

        // A waiver may bring about a judgement that ends the call; then the journal has the rest.
        return call is null
            ? await Get(id.AccountId, id.CallId, grains)
            : Answers.Ok(
                CallResponse.Of(call, margin.Regime).Named(id.AccountId, margin.Account.RegimeId.Value) with
                {
                    Currency = margin.Account.Currency.Code,
                },
                GatewayJson.Plain.CallResponse);
    }
}
