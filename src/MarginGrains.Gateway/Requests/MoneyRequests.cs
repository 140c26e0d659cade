using MarginGrains.Core.Accounts;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>A transfer as it was asked for.</summary>
internal sealed record TransferRequest(string TransferId, TransferKind Type, Money Amount, bool IsHeld)
{
    public AccountCommand Command => IsHeld
        ? new AccountCommand.HoldWithdrawal(new(TransferId), Amount)
        : new AccountCommand.Transfer(new(TransferId), Type, Amount);

    public static TransferRequest Read(JsonFields body)
    {
        var request = new TransferRequest(
            body.NaturalId("transferId"), body.Word<TransferKind>("type"),
            new(body.Decimal("amount"), body.Currency("currency")), body.Flag("hold"));
        if (request.IsHeld && request.Type != TransferKind.Withdrawal)
        {
            body.Refuse("hold", "field_malformed", "Only a withdrawal can be held.");
        }

        return request;
    }
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

    public FillEffect Effect { get; init; }

    public bool IsIsolated { get; init; }

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
            Effect = body.OptionalWord<FillEffect>("effect") ?? default,
            IsIsolated = body.Flag("isolated"),
        };
    }
}

/// <summary>Which way something moves.</summary>
internal enum Direction
{
    In,
    Out,
}

/// <summary>Securities into or out of the collateral.</summary>
internal sealed record CollateralRequest(string TransferId, Symbol Symbol, Quantity Signed)
{
    public string Type => Signed.Value < 0m ? "out" : "in";

    /// <summary>With a type the quantity has no sign; without one its sign says the direction.</summary>
    public static CollateralRequest Read(JsonFields body) => new(
        body.NaturalId("transferId"), new(body.Id("symbol")),
        body.OptionalWord<Direction>("type") switch
        {
            Direction.In => new(body.Units("quantity")),
            Direction.Out => new(-body.Units("quantity")),
            _ => new(body.Decimal("quantity")),
        });
}

/// <summary>Cash into or out of an isolated position's margin.</summary>
internal sealed record IsolatedMarginRequest(string TransferId, Symbol Symbol, Direction Type, Money Amount)
{
    public Money Signed => Type == Direction.In ? Amount : -Amount;

    public static IsolatedMarginRequest Read(JsonFields body)
    {
        var request = new IsolatedMarginRequest(
            body.NaturalId("transferId"), new(body.Id("symbol")), body.Word<Direction>("type"),
            new(body.Decimal("amount"), body.Currency("currency")));
        if (request.Amount.IsNegative)
        {
            body.Refuse("amount", "field_malformed", "An amount has no sign; the type says the direction.");
        }

        return request;
    }
}
