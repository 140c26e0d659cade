using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Ports;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace MarginGrains.Grains.Accounts;

/// <summary>
/// One account, one turn at a time: decide → fold → check → write → reply. Not reentrant, so between the awaits of a
/// turn
/// nothing of this account changes.
/// </summary>
[RandomPlacement]
internal sealed partial class AccountGrain(
    [PersistentState("account")] IPersistentState<AccountRow> row,
    AccountEffects effects,
    MarkBoard board,
    MarketClock clock,
    IReplyStore replies,
    ILogger<AccountGrain> logger) : Grain, IAccountGrain
{
    private JudgedMarket judged = new();
    private DateTimeOffset moment;

    private Account? Account => row.State.Account;

    private string Id => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Account is not null) judged.Restore(Account.JudgedMarks);
        return Task.CompletedTask;
    }

    public async Task<CommandReply> ExecuteAsync(AccountCommand command)
    {
        var (market, now) = MomentOf(command);
        var decision = AccountDecider.Decide(Account, command, market, now);
        var id = NaturalId.Of(command);
        var reply = new CommandReply(
            decision.Refusal, decision.Account?.Sequence ?? 0, Account is null && decision.Events.Count > 0, [
                .. decision.Events.OfType<AccountEvent.IncidentRaised>().Select(i => i.Code)])
        {
            Given = decision.Events.OfType<AccountEvent.TopUpGiven>().FirstOrDefault()?.Transfer.Amount,
        };
        if (!decision.IsAccepted)
        {
            if (id is not null && await FindReplyAsync(id.Value) is { } earlier) return earlier;
            if (decision.Refusal!.IsTransient || Account is null || id is null) return reply;
        }
        else if (decision.Events.Count == 0 && id is null)
        {
            return reply;
        }

        var stored = id is null ? null : StoredCommandReply.Of(Id, id.Value, reply);
        if (await CommitAsync(decision, stored) is { } existing)
        {
            // The first answer may have been lost together with what should have followed it.
            Tell(committed: true);
            return StoredCommandReply.Replay(existing, id!.Value);
        }

        if (decision.IsAccepted) (judged, moment) = (market, now);
        Tell(committed: decision.Events.Count > 0);
        return reply;
    }

    public async Task<AccountNotice> AssessAsync(Wake wake)
    {
        if (Account is null) return new(Id, 0, wake.Ticket, null);
        if (wake.Terms is { } terms) board.Apply(new([terms]));
        var market = judged.At(board.Current, wake.Marks);
        moment = wake.Now;
        var decision = AccountDecider.Decide(Account, new AccountCommand.Assess(), market, wake.Now);
        if (decision.Events.Count > 0)
        {
            await CommitAsync(decision, reply: null);
            effects.Poke(row.State.Partition!.Value);
        }
        else
        {
            effects.SendAgain(Account, wake);
        }

        return Notice(wake.Ticket, wake.KnownVersion);
    }

    public Task<MarginReply?> GetMarginAsync() => Task.FromResult(
        Account is null ? null : AccountViews.Margin(Account, Newest(), Later(Account, clock.Now)));

    public Task<OrderCheckReply?> CheckOrderAsync(OrderQuery query) => Task.FromResult(
        Account is null ? null : AccountViews.Check(Account, query, Newest(), Later(Account, clock.Now)));

    public Task<TopUpPlanReply?> PlanTopUpAsync(Money? needed) => Task.FromResult(
        Account is null ? null : TopUpViews.Plan(Account, needed, Newest(), Later(Account, clock.Now)));

    public Task<TopUpOfferReply?> OfferTopUpAsync(Money asked) => Task.FromResult(
        Account is null ? null : TopUpViews.Offer(Account, asked, Newest(), Later(Account, clock.Now)));

    private static DateTimeOffset Later(Account account, DateTimeOffset now) => account.Now > now ? account.Now : now;

    /// A reader, or a command that may yet be refused, looks at the newest marks; the account is not judged at them by
    /// that,
    /// and a wake for an earlier moment still counts.
    private JudgedMarket Newest() => judged.Copy().AtNewest(board.Current);

    /// With marks as the clock no time passes between an order and its answer: it is judged at the moment of the order,
    /// though
    /// the board may be ahead.
    private (JudgedMarket Market, DateTimeOffset Now) MomentOf(AccountCommand command) =>
        !clock.IsLive && command is
            AccountCommand.RecordExecution or AccountCommand.RecordOrderEnd or AccountCommand.ConfirmClaim
                or AccountCommand.CompleteTopUp or AccountCommand.ConfirmTopUp
            ? (judged.Copy().At(board.Current, []), moment)
            : (Newest(), clock.Now);

    /// <summary>
    /// Stores the decision whole or not at all. Returns the earlier answer when the command's id was used before; on
    /// any other
    /// failure the outcome is unknown, so this activation is dropped and the next one starts from what is stored.
    /// </summary>
    private async Task<StoredReply?> CommitAsync(Decision decision, StoredReply? reply)
    {
        var previous = row.State;
        var partition = previous.Partition ?? effects.PartitionOf(Id);
        try
        {
            AccountInvariants.Check(Account, decision);
            row.State = new()
            {
                Account = decision.Account,
                Partition = partition,
                PendingJournal = [.. decision.Events.Select(e => JournalRows.Of(Id, partition, e))],
                PendingReplies = reply is null ? [] : [reply],
            };
            await row.WriteStateAsync();
        }
        catch (ReplyExistsException exists)
        {
            row.State = previous;
            return exists.Existing;
        }
        catch (Exception e)
        {
            row.State = previous;
            LogCommitFailed(logger, e, Id);
            DeactivateOnIdle();
            throw;
        }

        // Stored: from here on the world may know.
        row.State = new() { Account = decision.Account, Partition = partition };
        effects.Carry(new AccountId(Id), decision.Events);
        return null;
    }

    private async Task<CommandReply?> FindReplyAsync(NaturalId id) =>
        await replies.FindAsync(Id, id.Kind, id.Id, CancellationToken.None) is { } stored
            ? StoredCommandReply.Replay(stored, id)
            : null;

    private void Tell(bool committed) =>
        effects.Tell(Notice(ticket: 0, knownVersion: -1), row.State.Partition!.Value, committed);

    private AccountNotice Notice(long ticket, long knownVersion) =>
        new(Id, Account!.Sequence, ticket, knownVersion == Account.Sequence ? null : Account) { ETag = row.Etag };

    [LoggerMessage(Level = LogLevel.Error,
        Message = "A decision of account {AccountId} may not be stored; it is read again.")]
    private static partial void LogCommitFailed(ILogger logger, Exception exception, string accountId);
}
