using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Hosting;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Requests;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>
/// A batch of fills: accounts side by side, the fills of one account in their order, each with its own answer.
/// </summary>
internal static partial class FillBatch
{
    private const int MostFills = 1_000;
    private const int AccountsAtOnce = 64;

    public static async Task<IResult> Post(
        HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options, ILogger<GatewayGrains> logger)
    {
        var fills = await JsonBody.ReadAsync(
            context, options.Value.BatchBodyLimit,
            b => b.Batch("fills", MostFills, f => FillRequest.Read(f, accountId: null)));
        var quotes = new Dictionary<Symbol, Currency?>();
        foreach (var symbol in fills.Select(f => f.Symbol).Distinct())
        {
            quotes[symbol] = await FillEndpoints.QuoteCurrencyAsync(grains, symbol);
        }

        var results = new FillItemResponse[fills.Count];
        var accounts = Enumerable.Range(0, fills.Count).GroupBy(i => fills[i].AccountId);

        // Not cancelled with the request: what was begun is booked, and the retry hears of it.
        await Parallel.ForEachAsync(
            accounts, new ParallelOptions { MaxDegreeOfParallelism = AccountsAtOnce }, async (account, _) =>
            {
                var answered = true;
                foreach (var i in account)
                {
                    results[i] = answered
                        ? await BookAsync(i, fills[i], grains, quotes[fills[i].Symbol], logger)
                        : FillItemResponse.Not(i, fills[i].AccountId, fills[i].FillId, "unanswered",
                            Problems.Of("earlier_item_unanswered"), "An earlier fill of this account has no answer.");
                    answered = answered && results[i].Outcome != "unanswered";
                }
            });
        return Answers.Ok(
            new FillBatchResponse(
                Count(results, "booked"), Count(results, "replayed"), Count(results, "refused"),
                Count(results, "unanswered"),
                results),
            GatewayJson.Plain.FillBatchResponse);
    }

    private static async Task<FillItemResponse> BookAsync(
        int index, FillRequest fill, GatewayGrains grains, Currency? quote, ILogger logger)
    {
        try
        {
            var reply = await FillEndpoints.RecordAsync(grains, fill, quote);
            if (reply.IsIdReused)
            {
                var reused = MoneyEndpoints.ReusedId("fill", fill.FillId);
                return FillItemResponse.Not(index, fill.AccountId, fill.FillId, "refused", reused.Kind, reused.Message);
            }

            return reply.Refusal is { } refusal
                ? FillItemResponse.Not(
                    index, fill.AccountId, fill.FillId, "refused", Problems.Of(refusal.Code), refusal.Detail)
                : new(index, fill.AccountId, fill.FillId, reply.IsReplayed ? "replayed" : "booked", reply.Version,
                    reply.Incidents, null, null, false);
        }
        catch (Exception e)
        {
            // One account's failure is its own item's answer; the others are booked all the same.
            LogFailed(logger, e, fill.FillId, fill.AccountId);
            var kind = Failures.KindOf(e, isRead: false);
            var outcome = kind.Code == "numbers_too_large" ? "refused" : "unanswered";
            return FillItemResponse.Not(index, fill.AccountId, fill.FillId, outcome, kind, kind.Meaning);
        }
    }

    private static int Count(FillItemResponse[] results, string outcome) => results.Count(r => r.Outcome == outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Fill {FillId} of account {AccountId} was not answered.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string fillId, string accountId);
}
