using System.Globalization;
using MarginGrains.Core.Accruals;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <content>Debt cases: opened, changed by bookings, overdue, in default, repaid (rules DEBT-001 to
/// DEBT-004).</content>
public static partial class AccountDecider
{
    private static void OpenDebt(Turn turn, Regime regime, Money principal, MarginBasis? basis)
    {
        var (dueAt, dueRule) = Due(regime.Debt?.Grace ?? new GracePeriod.WithoutEnd());
        var defaultAt = regime.Debt?.DefaultAfter is { } after ? Due(after).DueAt : null;
        var number = (turn.Account.DebtCount + 1).ToString(CultureInfo.InvariantCulture);
        turn.Emit(
            new AccountEvent.DebtOpened(new($"debt-{number}", Whole(principal), turn.Now)
            {
                DueAt = dueAt, DueRule = dueRule, DefaultAt = defaultAt < dueAt ? dueAt : defaultAt,
            }),
            basis);

        // The calendar is known, or the regime would not be in force.
        (DateTimeOffset? DueAt, string Rule) Due(GracePeriod grace) => CallTerms.Due(
            grace, CallTerms.Calendar(regime.Debt?.Calendar, grace, turn.Market)!, turn.Now);
    }

    /// The principal follows bookings; the due times stay what they were.
    private static void ChangeDebt(Turn turn, Money owed, MarginBasis? basis)
    {
        var principal = Whole(owed);
        if (turn.Account.Debt is not { } debt || debt.Principal == principal) return;
        turn.Emit(
            principal > debt.Principal
                ? new AccountEvent.DebtGrown(debt.DebtId, debt.Principal, principal)
                : new AccountEvent.DebtReduced(debt.DebtId, debt.Principal, principal),
            basis);
    }

    /// Nobody owes a part of a cent, whatever the regime rounds like; up, as what is missing does.
    private static Money Whole(Money owed) => new(
        Rounding.Requirement(owed.Amount, owed.Currency, RoundingMode.AgainstAccount), owed.Currency);

    private static void RepayDebt(Turn turn, MarginBasis? basis) =>
        turn.Emit(new AccountEvent.DeficitRepaid { DebtId = turn.Account.Debt?.DebtId }, basis);

    /// What a charge takes below zero is owed at once, also where a loss of the market would be written off; a payment
    /// lowers what is owed, whatever the market has done meanwhile. Where everything is owed it is counted when
    /// nothing is held.
    private static void BookToDebt(Turn turn, Money amount)
    {
        if (turn.Regime is not { } regime || turn.Account is { IsInDebt: true, Debt: null }) return;
        if (regime.NegativeBalance == NegativeBalanceRule.Debt
            && (!turn.Account.IsInDebt || turn.Account.Portfolio.IsFlat)) return;
        var figures = Unshaved(turn, regime, null);
        if (!figures.IsPriced || !figures.OwnEquity.IsNegative || turn.Convert(amount) is not { } worth) return;
        var owed = turn.Account.Debt?.Principal ?? Money.Zero(turn.Account.Currency);
        var basis = turn.Basis(regime, figures);
        if (!worth.IsNegative)
        {
            if (!turn.Account.IsInDebt) return;
            var left = owed > worth ? owed - worth : Money.Min(-figures.OwnEquity, UnchargedInterest(turn));
            if (left.IsPositive) ChangeDebt(turn, left, basis);
            else RepayDebt(turn, basis);
            return;
        }

        var charged = Money.Min(-worth, -figures.OwnEquity - owed);
        if (!charged.IsPositive) return;
        if (turn.Account.IsInDebt)
        {
            ChangeDebt(turn, owed + charged, basis);
            return;
        }

        turn.Emit(new AccountEvent.DeficitRecorded(charged, false), basis);
        OpenDebt(turn, regime, charged, basis);
    }

    /// Interest that has accrued and is not in the principal yet: it is owed like the charge it will be.
    private static Money UnchargedInterest(Turn turn)
    {
        var interest = Money.Zero(turn.Account.Currency);
        foreach (var line in turn.Account.Portfolio.Costs?.Lines ?? [])
        {
            if (!CostBorders.IsInterest(line.Kind)) continue;
            if (turn.Convert(line.Outstanding) is { IsPositive: true } worth) interest += worth;
        }

        return interest;
    }

    /// Deadlines of the debt; like those of calls they wait for figures.
    private static void JudgeDebt(Turn turn, Regime regime)
    {
        if (turn.Account.Debt is not { } debt) return;
        var isOverdue = debt.State == DebtState.Open && turn.Now >= debt.DueAt;
        var isInDefault = debt.State != DebtState.Defaulted && turn.Now >= debt.DefaultAt;
        if (!isOverdue && !isInDefault) return;
        var figures = Unshaved(turn, regime, null);
        if (!figures.IsPriced) return;
        var basis = turn.Basis(regime, figures);
        if (isOverdue) turn.Emit(new AccountEvent.DebtOverdue(debt.DebtId, debt.Principal), basis);
        if (isInDefault) turn.Emit(new AccountEvent.DebtDefaulted(debt.DebtId, debt.Principal), basis);
    }
}
