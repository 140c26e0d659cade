using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Marks;

namespace MarginGrains.Grains.Accounts;

/// <summary>
/// Computes an account's guard. What it depends on is looked up each time: new terms or pairs change it.
/// </summary>
internal static class AccountGuard
{
    /// <summary>What the account tells its monitor after a judgement.</summary>
    public static AccountNotice Notice(
        Account account, IMarket market, DateTimeOffset now, long ticket, long knownVersion)
    {
        var symbols = account.IsExposed ? AccountDependencies.Symbols(account, market, now) : [];
        var due = AccountDue.Next(account, market, now);
        var guard = GuardSolver.Narrowest(symbols, account.Sequence, due, market);
        return new(account.Id.Value, account.Sequence, ticket, guard, knownVersion == account.Sequence ? null : account)
        {
            MarkNumbers = [.. symbols.Select(s => market.FindMark(s)?.Sequence ?? long.MinValue)],
        };
    }

    /// <summary>The notice of an account that does not exist.</summary>
    public static AccountNotice Nothing(string accountId, long ticket) =>
        new(accountId, 0, ticket, new(0, [], null), null);
}
