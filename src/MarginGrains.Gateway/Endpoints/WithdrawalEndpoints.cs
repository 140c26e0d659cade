using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Hosting;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>The second phase of withdrawals that are held: paid out, or given up.</summary>
internal static class WithdrawalEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPost("/accounts/{accountId}/transfers/{transferId}:confirm",
            (string accountId, string transferId, HttpContext context, GatewayGrains grains,
                IOptions<GatewayOptions> options) => EndAsync(
                new(accountId, transferId, "confirmed"), id => new AccountCommand.ConfirmWithdrawal(id),
                context, grains.Account(Ids.Account(accountId)), options.Value));
        v1.MapPost("/accounts/{accountId}/transfers/{transferId}:release",
            (string accountId, string transferId, HttpContext context, GatewayGrains grains,
                IOptions<GatewayOptions> options) => EndAsync(
                new(accountId, transferId, "released"), id => new AccountCommand.ReleaseWithdrawal(id),
                context, grains.Account(Ids.Account(accountId)), options.Value));
    }

    private static async Task<IResult> EndAsync(
        Ending end, Func<OperationId, AccountCommand> command, HttpContext context, IAccountGrain account,
        GatewayOptions options)
    {
        var transferId = new OperationId(Ids.Transfer(end.TransferId));
        await JsonBody.RequireNothingAsync(context, options.RequestBodyLimit);
        var reply = await account.ExecuteAsync(command(transferId));
        if (reply.IsIdReused)
        {
            throw new ProblemException("withdrawal_ended",
                $"Withdrawal {end.TransferId} was ended the other way already; it cannot be {end.Status} any more.");
        }

        if (reply.Refusal is { } refusal) return Answers.Refused(context, refusal);
        if (reply.IsReplayed) Answers.MarkReplayed(context);
        return Answers.Ok(
            new WithdrawalEndResponse(end.AccountId, end.TransferId, end.Status, reply.Version),
            GatewayJson.Plain.WithdrawalEndResponse);
    }

    private readonly record struct Ending(string AccountId, string TransferId, string Status);
}
