using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <summary>Which marks the judgement of an account depends on, its isolated buckets included.</summary>
public static class AccountDependencies
{
    /// <summary>The instruments in the order of the symbols, each once; those without a mark too.</summary>
    public static IReadOnlyCollection<Symbol> Symbols(Account account, IMarket market, DateTimeOffset now)
    {
        var shared = MarketDependencies.Symbols(account.Portfolio, market, now);
        if (account.Buckets.IsEmpty) return shared;
        var all = new SortedSet<Symbol>(shared);
        foreach (
            var bucket in account.Buckets) all.UnionWith(MarketDependencies.Symbols(bucket.Portfolio, market, now));
        return all;
    }

    /// <summary>The marks of those instruments that have one.</summary>
    public static IEnumerable<Mark> Marks(Account account, IMarket market, DateTimeOffset now)
    {
        foreach (var symbol in Symbols(account, market, now))
        {
            if (market.FindMark(symbol) is { } mark) yield return mark;
        }
    }
}
