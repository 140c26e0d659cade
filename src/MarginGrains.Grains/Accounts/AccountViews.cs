using System.Collections.Immutable;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Grains.Accounts;

/// <summary>What readers get to see of an account.</summary>
internal static class AccountViews
{
    public static MarginReply Margin(Account stored, IMarket known, DateTimeOffset now)
    {
        var (account, market) = AccountAsOf.Of(stored, known, now);
        if (market.FindRegime(account.RegimeId, now) is not { } regime)
        {
            return new(account, null, null, now,
                [.. account.Portfolio.Positions.Select(p => View(p, null, default, null))])
            {
                Collateral = [.. account.Portfolio.Collateral.Select(View)],
                Buckets = [.. account.Buckets.Select(b => new BucketView(b.Symbol.Value, b.Portfolio.Balances, null,
                    [.. b.Portfolio.Positions.Select(p => View(p, null, default, null))]))],
            };
        }

        var evaluation = new Evaluation(regime, market, now);
        var recorder = new RecordingRecorder();
        MarginCalculator.Evaluate(account.Portfolio, regime, market, now, ref recorder);
        return new(
            account, regime, ExplanationBuilder.Explain(account.Portfolio, regime, market, now), now,
            evaluation.Positions(account.Portfolio, recorder, LiquidationPrice.LineOf(regime)))
        {
            Withdrawable = Disposable.Of(account, market, now),
            UnsettledGains = Disposable.Unsettled(account, regime, market, now),
            Collateral = [.. account.Portfolio.Collateral.Select(c => View(c, recorder, regime))],
            Buckets = [.. account.Buckets.Select(evaluation.Bucket)],
            Ahead = LookAhead.Of(account.Portfolio, account.RegimeId, market, now),
        };
    }

    public static OrderCheckReply Check(Account account, OrderQuery query, IMarket market, DateTimeOffset now)
    {
        var order = query.AtMark ? query.Order with { Price = default } : query.Order;
        var current = AccountAsOf.Of(account, market, now);
        var result = OrderCheck.Check(current.Account, order, current.Market, now);
        return new([.. result.Refusals], result.Before, result.After, result.LargestQuantity)
        {
            Leverage = result.Leverage, LeverageCap = result.LeverageCap,
        };
    }

    public static AccountSummary Summary(Account stored, IMarket known, DateTimeOffset now)
    {
        var (account, market) = AccountAsOf.Of(stored, known, now);
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
            Positions = account.Portfolio.Positions.Length + account.Buckets.Sum(b => b.Portfolio.Positions.Length),
            IsLiquidating = !account.Liquidations.IsEmpty,
            Calls = account.Calls.Count(c => c.Demands),
        };
    }

    private static PositionView View(
        Position position, PositionLine? line, LinePrice liquidation, Price? bankruptcy) => new()
    {
        Symbol = position.Symbol.Value,
        Quantity = position.Quantity,
        AveragePrice = position.AveragePrice,
        Mark = line?.Mark.Price,
        Notional = line?.Notional,
        UnrealizedPnl = line?.UnrealizedPnl,
        InitialMargin = line?.InitialMargin,
        MaintenanceMargin = line?.MaintenanceMargin,
        Financing = position.Financing,
        LiquidationPrice = liquidation.IsCrossedNow ? null : liquidation.Price,
        Distance = liquidation.IsCrossedNow ? null : liquidation.Distance,
        BankruptcyPrice = bankruptcy,
    };

    /// What is not eligible has no line while something else has no price; it counts zero all the same.
    private static CollateralView View(CollateralHolding holding, RecordingRecorder recorder, Regime regime)
    {
        var line = recorder.Collaterals
            .Select(l => (CollateralLine?)l).FirstOrDefault(l => l!.Value.Holding.Symbol == holding.Symbol);
        var terms = regime.FindCollateral(holding.Symbol);
        return new()
        {
            Symbol = holding.Symbol.Value,
            Quantity = holding.Quantity,
            IsEligible = terms is not null,
            Haircut = terms?.Haircut,
            Mark = line?.Mark?.Price,
            EligibleValue = line?.Value,
        };
    }

    private static CollateralView View(CollateralHolding holding) => new()
    {
        Symbol = holding.Symbol.Value, Quantity = holding.Quantity,
    };

    /// <summary>One regime at one moment.</summary>
    private sealed record Evaluation(Regime Regime, IMarket Market, DateTimeOffset Now)
    {
        /// A bucket goes at the line at which liquidation begins, under every regime.
        public BucketView Bucket(IsolatedBucket bucket)
        {
            var recorder = new RecordingRecorder();
            MarginCalculator.Evaluate(bucket.Portfolio, Regime, Market, Now, ref recorder);
            return new(
                bucket.Symbol.Value, bucket.Portfolio.Balances,
                ExplanationBuilder.Explain(bucket.Portfolio, Regime, Market, Now),
                Positions(bucket.Portfolio, recorder, LiquidationPrice.LineOf(Regime)));
        }

        /// Of a hedge both sides have one liquidation price: it is the instrument's price that moves.
        public ImmutableArray<PositionView> Positions(
            Portfolio portfolio, RecordingRecorder recorder, RegimeLine? line)
        {
            var lines = recorder.Positions.ToDictionary(p => (p.Position.Symbol, p.Position.Quantity.IsLong));
            var prices = new Dictionary<Symbol, LinePrice>();
            return
            [
                .. portfolio.Positions.Select(p => View(
                    p, Line(p), PriceOf(p.Symbol),
                    BankruptcyPrice.OfPosition(portfolio, Regime, p.Symbol, Market, Now).Price) with
                {
                    IsMarketOpen = Market.FindInstrument(p.Symbol) is { } held && OpenMarkets.IsOpen(Market, held, Now),
                    MarketChangesAt = Market.FindInstrument(p.Symbol) is { } known
                        ? OpenMarkets.NextChange(Market, known, Now)
                        : null,
                }),
            ];

            PositionLine? Line(Position position) =>
                lines.TryGetValue((position.Symbol, position.Quantity.IsLong), out var found) ? found : null;

            LinePrice PriceOf(Symbol symbol)
            {
                if (line is null) return default;
                if (!prices.TryGetValue(symbol, out var price))
                {
                    // Working orders go before positions do, so what they reserve does not bring the price nearer.
                    price = LiquidationPrice.Of(portfolio with { Orders = [] }, Regime, line, symbol, Market, Now);
                    prices.Add(symbol, price);
                }

                return price;
            }
        }
    }
}
