using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>An order to check.</summary>
internal sealed record OrderRequest(Symbol Symbol, Side Side, decimal Quantity, Price? Price, decimal Fee)
{
    public FillEffect Effect { get; init; }

    public bool IsIsolated { get; init; }

    public Quantity Signed => new(Side == Side.Buy ? Quantity : -Quantity);

    public static OrderRequest Read(JsonFields body) => new(
        new(body.Id("symbol")), body.Word<Side>("side"), body.Units("quantity"), body.OptionalPrice("price"),
        body.OptionalDecimal("fee") ?? 0m)
    {
        Effect = body.OptionalWord<FillEffect>("effect") ?? default,
        IsIsolated = body.Flag("isolated"),
    };
}

/// <summary>An order that works from now on.</summary>
internal sealed record WorkingOrderRequest(Symbol Symbol, Side Side, decimal Quantity, Price? Price)
{
    public WorkingOrder Of(OrderId orderId) =>
        new(orderId, Symbol, new(Side == Side.Buy ? Quantity : -Quantity), Price);

    public static WorkingOrderRequest Read(JsonFields body) => new(
        new(body.Id("symbol")), body.Word<Side>("side"), body.Units("quantity"), body.OptionalPrice("price"));
}
