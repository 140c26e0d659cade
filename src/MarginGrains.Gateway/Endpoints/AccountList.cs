using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Accounts;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Http;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>The ranked list of accounts: the first of every partition, merged.</summary>
internal static class AccountList
{
    public static async Task<IResult> Get(HttpContext context, GatewayGrains grains)
    {
        var query = new QueryFields(context, "stage", "sort", "limit", "cursor");
        var stage = query.Word<Stage>("stage");
        var sort = query.Word<AccountSort>("sort") ?? AccountSort.Danger;
        var limit = query.Limit();
        query.ThrowIfAny();
        var after = query.Text("cursor") is { } cursor ? AccountCursor.Read(cursor, sort, stage) : (AccountRank?)null;

        var order = new AccountOrder(sort);
        var found = await grains.AskMonitorsAsync(m => m.ListAsync(new(sort, stage, limit + 1) { After = after }));
        var merged = found.SelectMany(f => f).Order((IComparer<AccountSummary>)order).Take(limit + 1).ToList();
        var rows = merged.Take(limit).ToList();
        var hasMore = merged.Count > limit;
        var next = hasMore ? AccountCursor.Write(order.RankOf(rows[^1]), sort, stage) : null;
        return Answers.Ok(
            new PageResponse<AccountRowResponse>([.. rows.Select(AccountRowResponse.Of)], next, hasMore),
            GatewayJson.Plain.PageResponseAccountRowResponse);
    }
}
