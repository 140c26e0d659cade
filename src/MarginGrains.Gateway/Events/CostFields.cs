using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Events;

/// <summary>The fields of what time and companies do to an account.</summary>
internal static class CostFields
{
    public static JsonObject Of(AccountEvent e) => e switch
    {
        AccountEvent.CostsAccrued accrued => new()
        {
            ["counted"] = new JsonArray([.. accrued.Counted.Select(Counted)]),
            ["waiting"] = new JsonArray([.. accrued.Waiting.Select(Waiting)]),
            ["isolated"] = accrued.Bucket?.Value,
        },
        AccountEvent.CostsCharged charged => new()
        {
            ["charges"] = new JsonArray([.. charged.Charges.Select(Charged)]), ["isolated"] = charged.Bucket?.Value,
        },
        AccountEvent.PnlSettled settled => new()
        {
            ["settlementId"] = settled.Period.Reference,
            ["symbol"] = settled.Period.Subject,
            ["quantity"] = settled.Period.Units?.ToString(),
            ["from"] = settled.Period.Average?.ToString(),
            ["price"] = settled.Price.ToString(),
            ["averagePrice"] = settled.Average.ToString(),
            ["amount"] = Wire.Amount(settled.Cash),
            ["currency"] = settled.Cash.Currency.Code,
            ["isolated"] = settled.Bucket?.Value,
        },
        AccountEvent.SplitApplied split => new()
        {
            ["actionId"] = split.ActionId.Value,
            ["symbol"] = split.Symbol.Value,
            ["new"] = split.Split.New.ToString(),
            ["old"] = split.Split.Old.ToString(),
        },
        AccountEvent.DividendBooked paid => new()
        {
            ["actionId"] = paid.ActionId.Value,
            ["symbol"] = paid.Symbol.Value,
            ["quantity"] = paid.Units.ToString(),
            ["amount"] = Wire.Amount(paid.Cash),
            ["currency"] = paid.Cash.Currency.Code,
            ["isolated"] = paid.Bucket?.Value,
        },
        _ => throw new UnreachableException($"no fields for {e.GetType().Name}"),
    };

    /// All that the amount can be computed from: principal, or units × price, × rate × days ÷ divisor.
    private static JsonObject Counted(AccruedCost cost) => new()
    {
        ["kind"] = Words.Of(cost.Kind),
        ["subject"] = cost.Subject,
        ["border"] = Wire.Time(cost.Border),
        ["principal"] = Wire.Amount(cost.Principal),
        ["quantity"] = cost.Units?.ToString(),
        ["price"] = cost.Price?.ToString(),
        ["rate"] = cost.Rate.ToString(),
        ["days"] = cost.Days.ToString(CultureInfo.InvariantCulture),
        ["exact"] = DecimalText.Format(cost.Exact.Amount),
        ["divisor"] = cost.Divisor.ToString(CultureInfo.InvariantCulture),
        ["currency"] = cost.Exact.Currency.Code,
    };

    private static JsonObject Waiting(PendingCost cost) => new()
    {
        ["kind"] = Words.Of(cost.Kind),
        ["subject"] = cost.Subject,
        ["border"] = Wire.Time(cost.Border),
        ["principal"] = Wire.Amount(cost.Principal),
        ["quantity"] = cost.Units?.ToString(),
    };

    private static JsonObject Charged(ChargedCost charge) => new()
    {
        ["kind"] = Words.Of(charge.Kind),
        ["subject"] = charge.Subject,
        ["amount"] = Wire.Amount(charge.Amount),
        ["currency"] = charge.Amount.Currency.Code,
    };
}
