using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Grains.Accounts;

/// <summary>What readers get to see of an account.</summary>
internal static class AccountViews
{
    public static MarginReply Margin(Account account, IMarket market, DateTimeOffset now)
    {
        if (market.FindRegime(account.RegimeId, now) is not { } regime) return new(account, null, null, now, []);
        var recorder = new RecordingRecorder();
        MarginCalculator.Evaluate(account.Portfolio, regime, market, now, ref recorder);
        var lines = recorder.Positions.ToDictionary(p => p.Position.Symbol);
        return new(
            account, regime, ExplanationBuilder.Explain(account.Portfolio, regime, market, now), now,
            [.. account.Portfolio.Positions.Select(p => View(p, lines.TryGetValue(p.Symbol, out var l) ? l : null))]);
    }

    public static OrderCheckReply Check(Account account, OrderQuery query, IMarket market, DateTimeOffset now)
    {
        var order = query.AtMark && market.FindMark(query.Order.Symbol) is { } mark
            ? query.Order with { Price = mark.Price }
            : query.Order;
        if (order.Price == default)
        {
            // Without any price the check answers for a nominal one; the figures are unpriced and say so.
            order = order with { Price = new(1m) };
        }

        var result = OrderCheck.Check(account, order, market, now);
        return new([.. result.Refusals], result.Before, result.After, result.LargestQuantity);
    }

    public static AccountSummary Summary(Account account, IMarket market, DateTimeOffset now)
    {
        var regime = market.FindRegime(account.RegimeId, now);
        return new()
        {
            AccountId = account.Id.Value,
            RegimeId = account.RegimeId.Value,
            Stage = account.Stage,
            Figures = regime is null
                ? MarginFigures.Unpriced(account.Currency, PricingStatus.RegimeUnknown)
                : MarginCalculator.Evaluate(account.Portfolio, regime, market, now),
            RegimeRatio = regime?.RegimeRatio ?? Measure.EquityToUsedMargin,
            AmountDue = account.Call?.AmountDue,
            DueAt = account.Call?.DueAt,
            Positions = account.Portfolio.Positions.Length,
            IsLiquidating = account.Liquidation is not null,
        };
    }

    private static PositionView View(Position position, PositionLine? line) => new()
    {
        Symbol = position.Symbol.Value,
        Quantity = position.Quantity,
        AveragePrice = position.AveragePrice,
        Mark = line?.Mark.Price,
        Notional = line?.Notional,
        UnrealizedPnl = line?.UnrealizedPnl,
        InitialMargin = line?.InitialMargin,
        MaintenanceMargin = line?.MaintenanceMargin,
    };
}
