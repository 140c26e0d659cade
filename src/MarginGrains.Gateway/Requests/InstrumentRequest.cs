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
        return new()
        {
            Symbol = symbol,
            AssetClass = body.Word<AssetClass>("assetClass"),
            QuoteCurrency = quote,
            BaseCurrency = body.OptionalCurrency("baseCurrency"),
            Multiplier = new(body.Decimal("multiplier")),
            LotSize = new(body.Decimal("lotSize")),
            TickSize = new(body.Decimal("tickSize")),
            MaximumMarkAge = body.OptionalWhole("maximumMarkAgeSeconds", long.MinValue / 2, LongestAgeSeconds)
                is { } seconds
                ? TimeSpan.FromSeconds(Math.Max(seconds, -1))
                : null,
            PriceBand = body.OptionalDecimal("priceBand") is { } band ? new Ratio(band) : null,
            Margin = Schedule(body, body.Batch("margin", MostTerms, m => Terms(m, quote))),
        };
    }

    private static MarginSchedule Schedule(JsonFields body, List<DatedMarginTerms> dated)
    {
        var distinct = dated.DistinctBy(d => d.EffectiveAt).ToImmutableArray();
        if (distinct.Length < dated.Count)
        {
            body.Refuse("margin", "definition_invalid", "Two sets of terms take effect at the same instant.");
        }

        return new(distinct);
    }

    private static DatedMarginTerms Terms(JsonFields terms, Currency quote)
    {
        var effectiveAt = terms.OptionalTime("effectiveAt") ?? DateTimeOffset.MinValue;
        return new(effectiveAt, terms.OneOf("kind", "rate", "perContract", "tiers", "leverage") switch
        {
            "perContract" => PerContract(terms, quote),
            "tiers" => new MarginTerms.Tiers([.. terms.Batch("tiers", MostTerms, Tier)]),
            "leverage" => new MarginTerms.Leverage(
                new(terms.Decimal("leverage")), new(terms.Decimal("maintenanceShare"))),
            _ => new MarginTerms.Rate(new(terms.Decimal("initial")), new(terms.Decimal("maintenance"))),
        });
    }

    private static MarginTerms.PerContract PerContract(JsonFields terms, Currency quote)
    {
        var currency = terms.OptionalCurrency("currency") ?? quote;
        return new(
            new(terms.Decimal("initial"), currency),
            new(terms.Decimal("maintenance"), currency),
            new(terms.OptionalDecimal("unitsPerContract") ?? 1m));
    }

    private static MarginTier Tier(JsonFields tier) => new(
        tier.Decimal("notionalFrom"), new(tier.Decimal("initial")), new(tier.Decimal("maintenance")));
}
