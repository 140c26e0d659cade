using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>Reads margin terms from a date on.</summary>
internal static class MarginTermsRequest
{
    private const int MostSteps = 500;

    public static DatedMarginTerms Read(JsonFields terms, Currency quote)
    {
        var effectiveAt = terms.OptionalTime("effectiveAt") ?? DateTimeOffset.MinValue;
        var kind = terms.OneOf("kind", "rate", "perContract", "tiers", "leverage", "priceSteps", "sizeScaled");
        return new(effectiveAt, kind switch
        {
            "perContract" => PerContract(terms, quote),
            "tiers" => new MarginTerms.Tiers([.. terms.Batch("tiers", MostSteps, Tier)]),
            "leverage" => new MarginTerms.Leverage(
                new(terms.Decimal("leverage")), new(terms.Decimal("maintenanceShare"))),
            "priceSteps" => new MarginTerms.PriceSteps(
                [.. terms.Batch("long", MostSteps, s => Step(s, quote))],
                [.. terms.Batch("short", MostSteps, s => Step(s, quote))]),
            "sizeScaled" => new MarginTerms.SizeScaled(
                new(terms.Decimal("initial")), new(terms.Decimal("maintenance")), new(terms.Decimal("perUnit"))),
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

    private static PriceStep Step(JsonFields step, Currency quote) => new(
        From(step), new(step.Decimal("initial")), new(step.Decimal("maintenance")),
        new(step.OptionalDecimal("minimumPerUnit") ?? 0m, quote));

    /// Zero starts at nothing, which is no price.
    private static Price? From(JsonFields step)
    {
        var from = step.Decimal("priceFrom");
        if (from < 0m) step.Refuse("priceFrom", "definition_invalid", "A step starts at zero or above.");
        return from > 0m ? new Price(from) : null;
    }
}
