using System.Text.Json.Nodes;
using MarginGrains.Core.Accounts;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Events;

/// <content>Protective stops.</content>
internal static partial class EventFields
{
    private static JsonObject? Stop(AccountEvent e) => e switch
    {
        AccountEvent.StopPlaced placed => Of(placed.Stop, new()
        {
            ["distance"] = placed.Stop.Terms.Distance?.ToString(),
            ["step"] = placed.Stop.Step?.ToString(),
            ["charged"] = Wire.Amount(placed.Charged),
            ["currency"] = placed.Charged?.Currency.Code,
        }),
        AccountEvent.StopCancelled cancelled => new()
        {
            ["stopId"] = cancelled.StopId.Value, ["reason"] = cancelled.Reason,
        },
        AccountEvent.StopMoved moved => new()
        {
            ["stopId"] = moved.StopId.Value, ["price"] = moved.Price.ToString(),
        },
        AccountEvent.StopTriggered triggered => Of(triggered.Stop, new()
        {
            ["triggeredBy"] = triggered.By.ToString(), ["units"] = triggered.Units.ToString(),
        }),
        AccountEvent.StopOrdered { Order: var order } ordered => new()
        {
            ["stopId"] = ordered.StopId.Value,
            ["orderId"] = order.OrderId.Value,
            ["symbol"] = order.Symbol.Value,
            ["side"] = SideOf(order.Quantity),
            ["quantity"] = order.Quantity.Absolute.ToString(),
            ["mark"] = order.Mark.ToString(),
        },
        AccountEvent.StopFilled filled => Filled(filled.Fill, filled.RealizedPnl, new()
        {
            ["executionId"] = filled.ExecutionId.Value,
            ["orderId"] = filled.OrderId.Value,
            ["final"] = filled.IsFinal,
        }),
        AccountEvent.StopOrderEnded ended => new()
        {
            ["executionId"] = ended.ExecutionId.Value,
            ["orderId"] = ended.OrderId.Value,
            ["reason"] = ended.Reason,
            ["retryAt"] = Wire.Time(ended.RetryAt),
        },
        AccountEvent.StopGuaranteed filled => Filled(filled.Fill, filled.RealizedPnl, new()
        {
            ["stopId"] = filled.StopId.Value, ["guaranteed"] = Wire.Amount(filled.Guaranteed),
        }),
        _ => null,
    };

    private static JsonObject Of(ProtectiveStop stop, JsonObject fields)
    {
        fields["stopId"] = stop.StopId.Value;
        fields["symbol"] = stop.Terms.Symbol.Value;
        fields["side"] = stop.Terms.IsLong ? "long" : "short";
        fields["kind"] = Words.Of(stop.Terms.Kind);
        fields["price"] = stop.Price.ToString();
        fields["quantity"] = stop.Quantity?.ToString();
        fields["isolated"] = stop.Terms.IsIsolated;
        return fields;
    }
}
