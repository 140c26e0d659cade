using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Scenarios;

namespace MarginGrains.Grains.Accounts;

/// <content>Questions that change nothing.</content>
internal sealed partial class AccountGrain
{
    public Task<WhatIfReply?> WhatIfAsync(WhatIfChanges changes)
    {
        if (Account is null) return Task.FromResult<WhatIfReply?>(null);
        var (market, now) = (Newest(), Later(Account, clock.Now));
        if (WhatIf.Check(changes, market, now) is { Count: > 0 } errors)
        {
            return Task.FromResult<WhatIfReply?>(new([.. errors], null, null));
        }

        var result = WhatIf.Of(Account, changes, market, now);
        return Task.FromResult<WhatIfReply?>(new(
            [], AccountViews.Margin(Account, market, now),
            AccountViews.Margin(result.Account, result.Market, result.Now))
        {
            Steps = result.Steps,
            Events = [.. result.Events.Select(EventNames.Of)],
        });
    }

    public Task<SizeResult?> PositionSizeAsync(SizeQuestion question) => Task.FromResult(
        Account is null ? null : PositionSize.Of(Account, question, Newest(), Later(Account, clock.Now)));
}
