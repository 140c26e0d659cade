using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;

namespace MarginGrains.Core.Accounts;

/// <summary>What a guard is computed for.</summary>
/// <param name="Account">As it is then, what time has brought about included.</param>
/// <param name="Market">The marks it was judged at, and the terms.</param>
/// <param name="Now">The instant.</param>
internal readonly record struct Moment(Account Account, IMarket Market, DateTimeOffset Now)
{
    /// <summary>Whether prices of the moment may call or stop out, as the judgement sees it.</summary>
    public bool IsOpen(Portfolio portfolio)
    {
        foreach (var position in portfolio.Positions)
        {
            if (Market.FindInstrument(position.Symbol) is not { } held) continue;
            if (OpenMarkets.Judges(Market, held, Now)) return true;
        }

        return false;
    }
}
