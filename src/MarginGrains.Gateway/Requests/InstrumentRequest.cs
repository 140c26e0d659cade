using System.Collections.Immutable;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>Reads the definition of an instrument.</summary>
internal static class InstrumentRequest
{
    private const int MostTerms = 500;
    private const long LongestAgeSeconds = 366L * 24 * 3600;

    public static Instrument Read(Symbol symbol, JsonFields body)
    {
        if (body.Has("symbol") && body.Id("symbol") != symbol.Value)
        {
            body.Refuse("symbol", "field_malformed", "The symbol differs from the one in the address.");
        }

        var quote = body.Currency("quoteCurrency");
        var instrument = new Instrument
        {
            Symbol = symbol,
            AssetClass = body.Word<AssetClass>("assetClass"),
            QuoteCurrency = quote,
            BaseCurrency = body.OptionalCurrency("baseCurrency"),
            Contract = body.OptionalWord<ContractKind>("contract") ?? default,
            InstrumentClass = body.OptionalWord<InstrumentClass>("instrumentClass") ?? default,
            Multiplier = new(body.Decimal("multiplier")),
            LotSize = new(body.Decimal("lotSize")),
            TickSize = new(body.Decimal("tickSize")),
            Calendar = body.OptionalCalendar("calendar"),
            SessionMargin = body.Child("sessionMargin", s => Sessions(s, quote)),
            MaximumMarkAge = body.OptionalWhole("maximumMarkAgeSeconds", long.MinValue / 2, LongestAgeSeconds)
                is { } seconds
                ? TimeSpan.FromSeconds(Math.Max(seconds, -1))
                : null,
            PriceBand = body.OptionalDecimal("priceBand") is { } band ? new Ratio(band) : null,
            Delivery = body.OptionalWord<MarkDelivery>("delivery") ?? default,
            State = body.OptionalWord<InstrumentState>("state") ?? default,
            StateReason = body.Text("stateReason", InstrumentValidation.LongestReason) is { Length: > 0 } reason
                ? reason
                : null,
            CommissionRate = new(body.OptionalDecimal("commissionRate") ?? 0m),
            GuaranteedStop = body.Child("guaranteedStop", g => new GuaranteedStopTerms
            {
                PremiumRate = new(g.Decimal("premiumRate")), LeastDistance = new(g.Decimal("leastDistance")),
            }),
            Margin = Schedule(body, body.Batch("margin", MostTerms, m => MarginTermsRequest.Read(m, quote))),
        };
        return instrument with
        {
            TradeLimits = body.Child("limits", l => Limits(l, instrument.SettlementCurrency)),
            Costs = body.Child("costs", Costs),
        };
    }

    private static InstrumentCosts Costs(JsonFields costs) => new()
    {
        Swap = costs.Child("swap", s => new SwapTerms(
            s.Word<SwapMode>("mode"),
            (int)(s.Required("valueDays").OptionalWhole("valueDays", 0, SwapTerms.MostValueDays) ?? 0))),
        Funding = costs.Child("funding", f => new FundingTerms(
            TimeSpan.FromSeconds(f.Required("intervalSeconds").OptionalWhole("intervalSeconds", 1, 86_400) ?? 86_400))
        {
            CapFactor = f.OptionalDecimal("capFactor") is { } cap ? new Ratio(cap) : null,
            MarginFactor = new(f.OptionalDecimal("marginFactor") ?? 0m),
        }),
        ChargesBorrow = costs.Flag("chargesBorrow"),
        SettlesDaily = costs.Flag("settlesDaily"),
    };

    private static TradeLimits Limits(JsonFields limits, Currency settlement) => new()
    {
        MinimumDeal = Units(limits, "minimumDeal"),
        MaximumDeal = Units(limits, "maximumDeal"),
        MaximumPosition = Units(limits, "maximumPosition"),
        MaximumNotional = limits.OptionalDecimal("maximumNotional") is { } notional
            ? new Money(notional, settlement)
            : null,
        AllowsShort = limits.Flag("allowsShort") || !limits.Has("allowsShort"),
    };

    private static SessionMargin Sessions(JsonFields sessions, Currency quote)
    {
        var currency = sessions.OptionalCurrency("stepCurrency") ?? quote;
        return new()
        {
            Intraday = Factor(sessions, "intraday"),
            Overnight = Factor(sessions, "overnight"),
            Weekend = Factor(sessions, "weekend"),
            LeadTime = TimeSpan.FromSeconds(sessions.OptionalWhole("leadTimeSeconds", 0, LongestAgeSeconds) ?? 0),
            Step = sessions.OptionalDecimal("step") is { } step ? new Money(step, currency) : null,
        };
    }

    private static Ratio Factor(JsonFields sessions, string name) =>
        sessions.OptionalDecimal(name) is { } factor ? new(factor) : Ratio.One;

    private static Quantity? Units(JsonFields limits, string name) =>
        limits.OptionalDecimal(name) is { } units ? new Quantity(units) : null;

    private static MarginSchedule Schedule(JsonFields body, List<DatedMarginTerms> dated)
    {
        var distinct = dated.DistinctBy(d => d.EffectiveAt).ToImmutableArray();
        if (distinct.Length < dated.Count)
        {
            body.Refuse("margin", "definition_invalid", "Two sets of terms take effect at the same instant.");
        }

        return new(distinct);
    }
}
