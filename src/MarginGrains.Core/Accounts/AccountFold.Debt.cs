using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Deficits and debts.</content>
public static partial class AccountFold
{
    private static Account? ApplyToDebt(Account account, AccountEvent e) => e switch
    {
        // What is written off beside a debt leaves it as it is.
        AccountEvent.DeficitRecorded { Bucket: null } deficit => Restaged(account with
        {
            IsInDebt = account.IsInDebt || !deficit.IsWrittenOff,
            IsWarned = account.IsWarned && !account.Portfolio.IsFlat,
        }),
        AccountEvent.DeficitRecorded => account,
        AccountEvent.DebtOpened opened => account with { Debt = opened.Debt, DebtCount = account.DebtCount + 1 },
        AccountEvent.DebtGrown grown => Owing(account, grown.Principal),
        AccountEvent.DebtReduced reduced => Owing(account, reduced.Principal),
        AccountEvent.DebtOverdue => Standing(account, DebtState.Overdue),
        AccountEvent.DebtDefaulted => Standing(account, DebtState.Defaulted),
        AccountEvent.DeficitRepaid => Restaged(account with { IsInDebt = false, Debt = null }),
        AccountEvent.Compensated compensated => Claimed(
            account, compensated.Claim, compensated.Bucket, isInTransit: compensated.Account is null),
        AccountEvent.LiquidationFeeCharged fee => Claimed(account, fee.Claim, fee.Bucket, isInTransit: true),
        AccountEvent.ClaimConfirmed confirmed =>
            account with { Claims = account.Claims.RemoveAll(c => c.ClaimId == confirmed.ClaimId) },
        _ => null,
    };

    private static Account Owing(Account account, Money principal) =>
        account with { Debt = account.Debt is { } debt ? debt with { Principal = principal } : null };

    private static Account Standing(Account account, DebtState state) =>
        account with { Debt = account.Debt is { } debt ? debt with { State = state } : null };

    /// The fund is asked by a claim until it answers; another account of the books needs no answer.
    private static Account Claimed(Account account, CompensationClaim claim, Symbol? bucket, bool isInTransit)
    {
        var paid = With(account, bucket, account.PortfolioOf(bucket).Add(claim.Amount));
        return Swept(isInTransit ? paid with { Claims = paid.Claims.Add(claim) } : paid, bucket);
    }
}
