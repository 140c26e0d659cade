using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Grains.Accounts;

/// <summary>What a top-up would do, by the functions that do it.</summary>
internal static class TopUpViews
{
    public static TopUpPlanReply Plan(Account account, Money? needed, IMarket market, DateTimeOffset now)
    {
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        var figures = market.FindRegime(account.RegimeId, now) is { } regime
            ? MarginCalculator.Evaluate(account.Portfolio, regime, market, now)
            : MarginFigures.Unpriced(account.Currency, PricingStatus.RegimeUnknown);
        return new(
            needed ?? (figures.IsPriced ? TopUpNeed.Of(figures) : null),
            figures.IsPriced && TopUpNeed.IsCrossed(market.FindRegime(account.RegimeId, now)!, figures),
            account.TopUp is { } state
                ? [.. state.Sources.Select(s => new TopUpSourceView(s.AccountId.Value, state.Left(s, day)))]
                : []);
    }

    public static TopUpOfferReply Offer(Account source, Money asked, IMarket market, DateTimeOffset now)
    {
        var gift = TopUpOffer.Of(source, asked, market, now);
        return new(gift.Amount, gift.Reason);
    }
}
