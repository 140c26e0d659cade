using System.Collections.Immutable;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Statements;

/// <summary>
/// Takes an account's events one by one, and closes its day. What lies behind the border is left out.
/// </summary>
/// <param name="day">The day.</param>
public sealed class StatementFold(ClosedDay day)
{
    private readonly List<StatementBooking> bookings = [];
    private readonly SortedDictionary<LedgerAccount, ImmutableArray<Money>> ledger = [];
    private ImmutableArray<Money> opening = [];
    private bool isOver;

    /// <summary>The account as it stands after the events so far; null before the first.</summary>
    public Account? Account { get; private set; }

    /// <summary>Takes the next event; false once the border is passed, and nothing more will count.</summary>
    public bool Add(AccountEvent e)
    {
        if (isOver || e.Time >= day.Until)
        {
            isOver = true;
            return false;
        }

        Account = AccountFold.Evolve(Account, e);
        if (e.Time < day.From)
        {
            opening = BalancesOf(Account);
            return true;
        }

        var entries = Accounts.Ledger.Entries(e);
        var isClients = entries.Any(entry => entry.Account == LedgerAccount.Client);
        foreach (var entry in entries) Book(e, entry, isClients);
        return true;
    }

    /// <summary>
    /// The statement; null while the account did not exist. Final when the official closing price of everything that
    /// the account depends on is there, else a draft on the marks of the border (rule DAYC-003).
    /// </summary>
    /// <param name="market">Terms, and official closing prices.</param>
    /// <param name="captured">The marks that stood at the border.</param>
    public DailyStatement? Close(IMarket market, IEnumerable<Mark> captured) =>
        Close(DayMarkets.Of(market, day, captured));

    /// <summary>The same, for many accounts of one day.</summary>
    public DailyStatement? Close(DayMarkets markets)
    {
        var market = markets.Market;
        if (Account is not { } account) return null;
        ImmutableArray<Symbol> missing =
        [
            .. AccountDependencies.Symbols(account, market, day.Last)
                .Where(s => ClosingMarket.OfficialPrice(market, day, s) is null),
        ];
        var priced = missing.IsEmpty ? markets.Official : markets.AtBorder;
        var recorder = new RecordingRecorder();
        var figures = Evaluate(account.Portfolio, account, priced, ref recorder);
        return new()
        {
            AccountId = account.Id,
            Day = day,
            State = missing.IsEmpty ? StatementState.Final : StatementState.Draft,
            Missing = missing,
            Currency = account.Currency,
            Sequence = account.Sequence,
            Stage = account.Stage,
            Opening = opening,
            Bookings = [.. bookings],
            Closing = CheckedClosing(account),
            InTransit = [.. UnderWay(account)],
            Ledger = [.. ledger.SelectMany(l => l.Value.Select(m => new LedgerTotal(l.Key, m)))],
            Positions = [.. Lines(account.Portfolio, recorder, isIsolated: false), .. Isolated(account, priced)],
            Figures = figures,
            Calls = account.Calls,
        };
    }

    private static IEnumerable<TransferInTransit> UnderWay(Account account)
    {
        foreach (var claim in account.Claims)
        {
            yield return new(TransitKind.Claim, claim.ClaimId, claim.Amount, claim.AskedAt);
        }

        foreach (var held in account.Withdrawals)
        {
            yield return new(TransitKind.HeldWithdrawal, held.TransferId.Value, -held.Amount, held.HeldAt);
        }

        foreach (var sent in account.Outgoing)
        {
            yield return new(TransitKind.LinkedTransfer, sent.TransferId, -sent.Amount, sent.SentAt);
        }
    }

    private MarginFigures Evaluate(
        Portfolio portfolio, Account account, ClosingMarket priced, ref RecordingRecorder recorder) =>
        CallTerms.RegimeInForce(account.RegimeId, priced, day.Last) is { } regime
            ? MarginCalculator.Evaluate(portfolio, regime, priced, day.Last, ref recorder)
            : MarginFigures.Unpriced(account.Currency, PricingStatus.RegimeUnknown);

    private List<StatementPosition> Isolated(Account account, ClosingMarket priced)
    {
        var positions = new List<StatementPosition>();
        foreach (var bucket in account.Buckets)
        {
            var recorder = new RecordingRecorder();
            Evaluate(bucket.Portfolio, account, priced, ref recorder);
            positions.AddRange(Lines(bucket.Portfolio, recorder, isIsolated: true));
        }

        return positions;
    }

    private static IEnumerable<StatementPosition> Lines(
        Portfolio portfolio, RecordingRecorder recorder, bool isIsolated)
    {
        foreach (var position in portfolio.Positions)
        {
            var shown = new StatementPosition(position.Symbol, position.Quantity, position.AveragePrice)
            {
                IsIsolated = isIsolated,
            };
            foreach (var line in recorder.Positions)
            {
                if (line.Position != position) continue;
                shown = shown with
                {
                    ClosingPrice = line.Mark.Price,
                    MarketValue = line.MarketValue,
                    UnrealizedPnl = line.UnrealizedPnl,
                    InitialMargin = line.InitialMargin,
                    MaintenanceMargin = line.MaintenanceMargin,
                };
            }

            yield return shown;
        }
    }

    /// What moves between other sides of the books alone is no booking of the client's.
    private void Book(AccountEvent e, LedgerEntry entry, bool isClients)
    {
        if (entry.Amount.Amount == 0m) return;
        var sum = ledger.TryGetValue(entry.Account, out var moved) ? moved : [];
        ledger[entry.Account] = MoneySet.Add(sum, entry.Amount);
        if (entry.Account == LedgerAccount.Client || !isClients) return;
        bookings.Add(new(e.Sequence, e.Time, BookingKinds.Of(e, entry), -entry.Amount, e.Cause.Reference));
    }

    private ImmutableArray<Money> CheckedClosing(Account account)
    {
        var closing = BalancesOf(account);
        var explained = bookings.Aggregate(opening, (sum, b) => MoneySet.Add(sum, b.Amount));
        if (explained.SequenceEqual(closing)) return closing;
        throw new InvariantBrokenException(
            $"Account {account.Id}, {day.Date:O}: closing balances that the bookings do not explain.");
    }

    private static ImmutableArray<Money> BalancesOf(Account account) => account.Buckets
        .SelectMany(b => b.Portfolio.Balances)
        .Aggregate(account.Portfolio.Balances.Aggregate(ImmutableArray<Money>.Empty, MoneySet.Add), MoneySet.Add);
}
