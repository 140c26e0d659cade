using System.Collections.Concurrent;
using System.Threading.Channels;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Insurance;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MarginGrains.Grains.Insurance;

/// <summary>
/// Carries claims to the insurance fund and its answers back, outside the account's turn. A claim that gets lost with
/// this
/// silo stands in the account as unanswered and is sent again under its id.
/// </summary>
internal sealed partial class ClaimSender(IGrainFactory grains, ILogger<ClaimSender> logger) : BackgroundService
{
    /// Holds each unanswered claim of this silo's accounts at most once, however often it is sent again.
    private readonly Channel<(AccountId AccountId, CompensationClaim Claim)> claims =
        Channel.CreateUnbounded<(AccountId, CompensationClaim)>(new() { SingleReader = true });

    private readonly ConcurrentDictionary<string, bool> underWay = new();

    public void Send(AccountId accountId, CompensationClaim claim)
    {
        if (underWay.TryAdd(claim.ClaimId, true)) claims.Writer.TryWrite((accountId, claim));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (accountId, claim) in claims.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await grains.GetGrain<IInsuranceFundGrain>(claim.Amount.Currency.Code)
                    .ClaimAsync(claim.ClaimId, claim.Amount);
                await grains.GetGrain<IAccountGrain>(accountId.Value)
                    .ExecuteAsync(new AccountCommand.ConfirmClaim(claim.ClaimId));
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnanswered(logger, e, claim.ClaimId);
            }
            finally
            {
                underWay.TryRemove(claim.ClaimId, out _);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Claim {ClaimId} could not be settled yet.")]
    private static partial void LogUnanswered(ILogger logger, Exception exception, string claimId);
}
