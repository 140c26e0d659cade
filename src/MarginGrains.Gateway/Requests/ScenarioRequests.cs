using MarginGrains.Core.Accounts;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Scenarios;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>Reads what would be otherwise for an account.</summary>
/// <param name="quotes">The quote currency of each instrument that is known.</param>
internal sealed class WhatIfRequest(IReadOnlyDictionary<Symbol, Currency> quotes)
{
    private const int Most = 100;

    /// Stands for the currency of an instrument that is not known, until Core says so.
    private static readonly Currency NoCurrency = new("USD");

    public WhatIfChanges Read(JsonFields body) => new()
    {
        Fills = [.. body.Items("fills", Most, Fill)],
        Cash = [.. body.Items("cash", Most, Cash)],
        Prices = [.. body.Items("prices", Most, Price).OfType<WhatIfPrice>()],
        Terms = [.. body.Items("terms", Most, Terms)],
        Regime = body.Child("regime", r => RegimeRequest.Read(new("what-if"), r)),
        At = body.OptionalTime("at"),
    };

    private Currency QuoteOf(Symbol symbol) => quotes.TryGetValue(symbol, out var quote) ? quote : NoCurrency;

    private Fill Fill(JsonFields fill)
    {
        var order = OrderRequest.Read(fill);
        return new(
            order.Symbol, order.Signed, order.Price ?? default,
            order.Fee == 0m ? default : new(order.Fee, QuoteOf(order.Symbol)))
        {
            Effect = order.Effect, IsIsolated = order.IsIsolated,
        };
    }

    private static WhatIfCash Cash(JsonFields cash) => new(
        cash.Word<TransferKind>("type"), new(cash.Decimal("amount"), cash.Currency("currency")));

    private static WhatIfPrice? Price(JsonFields price)
    {
        var symbol = new Symbol(price.Id("symbol"));
        return price.Required("price").OptionalPrice("price") is { } value ? new(symbol, value) : null;
    }

    private WhatIfTerms Terms(JsonFields terms)
    {
        var symbol = new Symbol(terms.Id("symbol"));
        return new(symbol, MarginTermsRequest.Read(terms, QuoteOf(symbol)));
    }
}

/// <summary>Reads a question for the size of a position, or for the stop of one.</summary>
internal static class SizeRequest
{
    private static readonly string[] Ways = ["stopPrice", "stopDistance", "quantity"];

    public static SizeQuestion Read(JsonFields body)
    {
        var question = new SizeQuestion(
            new(body.Id("symbol")), body.Word<Side>("side") == Side.Buy, new(body.Decimal("riskShare")))
        {
            Entry = body.OptionalPrice("entryPrice"),
            Stop = body.OptionalPrice("stopPrice"),
            Distance = body.OptionalPrice("stopDistance"),
            Quantity = body.Has("quantity") ? new Quantity(body.Units("quantity")) : null,
        };
        if (question.RiskShare.Value is <= 0m or > 1m && body.Has("riskShare"))
        {
            body.Refuse("riskShare", "field_malformed", "A share is above 0 and at most 1: 0.02 for 2 %.");
        }

        if (question.Quantity is { IsZero: true })
        {
            body.Refuse("quantity", "field_malformed", "A quantity is above zero.");
        }

        var given = Ways.Count(body.Has);
        if (given != 1)
        {
            body.Refuse("stopPrice", given == 0 ? "field_missing" : "field_malformed",
                "Say one of stopPrice, stopDistance and quantity; the others follow.");
        }

        return question;
    }
}
