using System.Collections.Concurrent;
using System.Threading.Channels;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MarginGrains.Grains.Accounts;

/// <summary>
/// Carries requests to sources and what they give to its receivers, outside the accounts' turns. Whatever gets lost
/// with this silo stands in an account as unanswered and is sent again under its number: the source answers one once,
/// and the receiver books it once.
/// </summary>
internal sealed partial class TopUpSender(IGrainFactory grains, ILogger<TopUpSender> logger) : BackgroundService
{
    private const int Together = 16;

    /// Holds each unanswered request and each undelivered transfer of this silo's accounts at most once.
    private readonly Channel<Work> work = Channel.CreateUnbounded<Work>();

    private readonly ConcurrentDictionary<string, bool> underWay = new();

    /// <summary>Asks a source.</summary>
    public void Ask(AccountId accountId, TopUpRequest request) =>
        Send(new($"ask {request.TransferId}", () => AskAsync(accountId, request)));

    /// <summary>Brings what a source gave to its receiver.</summary>
    public void Deliver(AccountId source, OutgoingTransfer transfer) =>
        Send(new($"deliver {transfer.TransferId}", () => DeliverAsync(source, transfer)));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Together).Select(_ => CarryAsync(stoppingToken)));

    private void Send(Work next)
    {
        if (underWay.TryAdd(next.Id, true)) work.Writer.TryWrite(next);
    }

    private async Task CarryAsync(CancellationToken stoppingToken)
    {
        await foreach (var next in work.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await next.CarryAsync();
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnanswered(logger, e, next.Id);
            }
            finally
            {
                underWay.TryRemove(next.Id, out _);
            }
        }
    }

    /// What is given comes by the source's own delivery; only that nothing is given has to be told here.
    private async Task AskAsync(AccountId accountId, TopUpRequest request)
    {
        var reply = await grains.GetGrain<IAccountGrain>(request.Source.Value)
            .ExecuteAsync(new AccountCommand.GiveTopUp(request.TransferId, accountId, request.Amount));
        if (reply.Given is not null) return;
        var reason = reply.Refusal?.Detail ?? "The source can spare nothing.";
        await grains.GetGrain<IAccountGrain>(accountId.Value).ExecuteAsync(new AccountCommand.CompleteTopUp(
            request.TransferId, request.Source, Money.Zero(request.Amount.Currency), reason));
    }

    private async Task DeliverAsync(AccountId source, OutgoingTransfer transfer)
    {
        var reply = await grains.GetGrain<IAccountGrain>(transfer.To.Value).ExecuteAsync(
            new AccountCommand.CompleteTopUp(transfer.TransferId, source, transfer.Amount, transfer.Reason));
        if (!reply.IsAccepted || reply.IsIdReused)
        {
            LogRefused(logger, transfer.TransferId, transfer.To.Value);
            return;
        }

        await grains.GetGrain<IAccountGrain>(source.Value)
            .ExecuteAsync(new AccountCommand.ConfirmTopUp(transfer.TransferId));
    }

    private sealed record Work(string Id, Func<Task> CarryAsync);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Work} could not be carried out yet.")]
    private static partial void LogUnanswered(ILogger logger, Exception exception, string work);

    [LoggerMessage(Level = LogLevel.Error, Message = "Transfer {TransferId} was not taken by account {AccountId}.")]
    private static partial void LogRefused(ILogger logger, string transferId, string accountId);
}
