using System.Globalization;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <content>Top-ups from linked sources (rules TOPU-001 to TOPU-006).</content>
public static partial class AccountDecider
{
    private static Decision SetTopUpSources(Turn turn, AccountCommand.SetTopUpSources set)
    {
        var seen = new HashSet<AccountId>();
        foreach (var source in set.Sources)
        {
            if (source.AccountId == turn.Account.Id || !seen.Add(source.AccountId))
            {
                return turn.Refuse(new(Rejection.TopUpSourceRefused,
                    $"{source.AccountId} is the account itself, or is named twice."));
            }

            if (source.DailyCap is { } cap && MalformedCredit(turn, cap) is { } refusal) return turn.Refuse(refusal);
        }

        var before = turn.Account.TopUp;
        if (before is not null && before.Sources.SequenceEqual(set.Sources)
            && before.Consent.IsGiven == set.IsConsentGiven && before.Consent.By == set.By) return turn.Accept();
        turn.Emit(new AccountEvent.TopUpSourcesSet(new(set.IsConsentGiven, set.By, turn.Now), set.Sources));
        Assess(turn);
        return turn.Accept();
    }

    /// Asks the first source once a line is crossed; one source at a time, and none again after all gave too little.
    private static void JudgeTopUp(Turn turn, Regime regime, in MarginFigures figures)
    {
        if (turn.Account.TopUp is not { } state) return;
        var isCrossed = TopUpNeed.IsCrossed(regime, figures);
        if (state.IsExhausted && !isCrossed && regime.Liquidation.StopOut?.IsCrossed(figures) != true)
        {
            turn.Emit(new AccountEvent.TopUpRearmed(), turn.Basis(regime, figures));
        }

        if (!isCrossed || !state.Consent.IsGiven || state is not { Pending: null, IsExhausted: false }) return;
        AskForTopUp(turn, regime, figures, after: null);
    }

    /// Until enough: the next source, or what is missing when there is none.
    private static void AskForTopUp(Turn turn, Regime regime, in MarginFigures figures, TopUpRequest? after)
    {
        var state = turn.Account.TopUp!;
        var needed = TopUpNeed.Of(figures);
        if (!needed.IsPositive || !state.Consent.IsGiven || state.Sources.IsEmpty) return;
        var day = DateOnly.FromDateTime(turn.Now.UtcDateTime);
        if (TopUpNeed.Next(state, needed, day, after?.Source) is not { } next)
        {
            turn.Emit(new AccountEvent.TopUpExhausted(needed), turn.Basis(regime, figures));
            return;
        }

        var number = (turn.Account.TopUpCount + 1).ToString(CultureInfo.InvariantCulture);
        turn.Emit(
            new AccountEvent.TopUpRequested(new(
                $"topup-{turn.Account.Id}-{number}", next.Source, next.Amount, turn.Now,
                after?.RoundStartedAt ?? turn.Now)),
            turn.Basis(regime, figures));
    }

    /// Whether a stop-out still waits for an answer.
    internal static bool WaitsForTopUp(Account account, Regime regime, DateTimeOffset now) =>
        regime.TopUp?.StopOutWaits == true && account.TopUp?.Pending is { } pending
        && now < pending.RoundStartedAt + AccountDue.AnswerTimeout;

    /// What came is booked whatever became of the account; that nothing came counts only for the source that is asked.
    private static Decision CompleteTopUp(Turn turn, AccountCommand.CompleteTopUp complete)
    {
        var pending = turn.Account.TopUp?.Pending;
        var isAnswer = pending?.TransferId == complete.TransferId;
        if (!complete.Amount.IsPositive && !isAnswer) return turn.Accept();
        turn.Emit(
            new AccountEvent.TopUpCompleted(complete.TransferId, complete.Source, complete.Amount)
            {
                Reason = complete.Reason, Credited = Credited(turn, complete.Amount),
            },
            turn.Basis());
        BookToDebt(turn, complete.Amount);
        if (isAnswer && turn.Regime is { } regime && turn.Account.Liquidation is null)
        {
            var figures = turn.Evaluate(regime);
            if (figures.IsPriced && !turn.Account.Portfolio.IsFlat) AskForTopUp(turn, regime, figures, pending);
        }

        Assess(turn);
        return turn.Accept();
    }

    /// As a source. Accepted in any case: what is given, and be it nothing, is the answer to this number for good.
    private static Decision GiveTopUp(Turn turn, AccountCommand.GiveTopUp give)
    {
        var gift = TopUpOffer.Of(turn.Account, give.Amount, turn.Market, turn.Now);
        if (!gift.Amount.IsPositive || turn.Account.Outgoing.Any(o => o.TransferId == give.TransferId))
        {
            return turn.Accept();
        }

        turn.Emit(
            new AccountEvent.TopUpGiven(new(give.TransferId, give.To, gift.Amount, turn.Now) { Reason = gift.Reason })
            {
                Credited = Credited(turn, -gift.Amount),
            },
            turn.Basis());
        Assess(turn);
        return turn.Accept();
    }

    private static Decision ConfirmTopUp(Turn turn, AccountCommand.ConfirmTopUp confirm)
    {
        // One that is gone was confirmed before: the receiver repeats its answer until it is heard.
        if (turn.Account.Outgoing.FirstOrDefault(o => o.TransferId == confirm.TransferId) is { } sent)
        {
            turn.Emit(new AccountEvent.TopUpDelivered(sent.TransferId, sent.Amount));
        }

        return turn.Accept();
    }
}
