using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>A transfer as it was asked for.</summary>
internal sealed record TransferRequest(string TransferId, TransferKind Type, Money Amount)
{
    public static TransferRequest Read(JsonFields body) => new(
        body.NaturalId("transferId"), body.Word<TransferKind>("type"),
        new(body.Decimal("amount"), body.Currency("currency")));
}

/// <summary>Buy or sell.</summary>
internal enum Side
{
    Buy,
    Sell,
}

/// <summary>A fill as it was reported.</summary>
internal sealed record FillRequest
{
    public required string AccountId { get; init; }

    public required string FillId { get; init; }

    public required Symbol Symbol { get; init; }

    public required Side Side { get; init; }

    public required decimal Quantity { get; init; }

    public required Price? Price { get; init; }

    public required decimal Fee { get; init; }

    public required DateTimeOffset Time { get; init; }

    public string? OrderId { get; init; }

    public Quantity Signed => new(Side == Side.Buy ? Quantity : -Quantity);

    /// <param name="body">The fields.</param>
    /// <param name="accountId">The account in the address, or null when each fill names its own.</param>
    public static FillRequest Read(JsonFields body, string? accountId)
    {
        if (!body.Has("price")) body.Refuse("price", "field_missing", "The field is missing.");
        return new()
        {
            AccountId = accountId ?? body.Id("accountId"),
            FillId = body.NaturalId("fillId"),
            Symbol = new(body.Id("symbol")),
            Side = body.Word<Side>("side"),
            Quantity = body.Units("quantity"),
            Price = body.OptionalPrice("price"),
            Fee = body.OptionalDecimal("fee") ?? 0m,
            Time = body.Time("time"),
            OrderId = body.OptionalOrderId("orderId"),
        };
    }
}

/// <summary>An order to check.</summary>
internal sealed record OrderRequest(Symbol Symbol, Side Side, decimal Quantity, Price? Price, decimal Fee)
{
    public Quantity Signed => new(Side == Side.Buy ? Quantity : -Quantity);

    public static OrderRequest Read(JsonFields body) => new(
        new(body.Id("symbol")), body.Word<Side>("side"), body.Units("quantity"), body.OptionalPrice("price"),
        body.OptionalDecimal("fee") ?? 0m);
}

/// <summary>An account to open.</summary>
internal sealed record AccountRequest(RegimeId RegimeId, Currency Currency)
{
    public static AccountRequest Read(JsonFields body) => new(new(body.Id("regimeId")), body.Currency("currency"));
}
