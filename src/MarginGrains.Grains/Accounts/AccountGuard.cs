using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Grains.Accounts;

/// <summary>Computes an account's guard; what it depends on is kept until the account or the terms change.</summary>
internal sealed class AccountGuard
{
    private IReadOnlyCollection<Symbol> symbols = [];
    private long symbolsOf = -1;

    /// <summary>What the account tells its monitor after a judgement.</summary>
    public AccountNotice Notice(Account account, IMarket market, DateTimeOffset now, long ticket, long knownVersion)
    {
        // Without a position or a mark the ways of conversion may still come about, so only a settled answer is kept.
        if (symbolsOf != account.Sequence || symbols.Count == 0)
        {
            symbols = account.IsExposed ? MarketDependencies.Symbols(account.Portfolio, market, now) : [];
            symbolsOf = account.Sequence;
        }

        var due = AccountDue.Next(account, market, now);
        var guard = GuardSolver.Narrowest(symbols, account.Sequence, due, market);
        return new(account.Id.Value, account.Sequence, ticket, guard, knownVersion == account.Sequence ? null : account);
    }

    /// <summary>The notice of an account that does not exist.</summary>
    public static AccountNotice Nothing(string accountId, long ticket) => new(accountId, 0, ticket, new(0, [], null), null);
}
