using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MarginGrains.Gateway.Responses;

namespace MarginGrains.Gateway.Http;

/// <summary>Source-generated metadata of every answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProblemResponse))]
[JsonSerializable(typeof(MarginResponse))]
[JsonSerializable(typeof(ExplanationResponse))]
[JsonSerializable(typeof(StatementResponse))]
[JsonSerializable(typeof(TradingDayResponse))]
[JsonSerializable(typeof(TransferResponse))]
[JsonSerializable(typeof(FillResponse))]
[JsonSerializable(typeof(FillBatchResponse))]
[JsonSerializable(typeof(CollateralMoveResponse))]
[JsonSerializable(typeof(IsolatedMarginResponse))]
[JsonSerializable(typeof(PreferencesResponse))]
[JsonSerializable(typeof(OrderCheckResponse))]
[JsonSerializable(typeof(WorkingOrderResponse))]
[JsonSerializable(typeof(CancelledOrderResponse))]
[JsonSerializable(typeof(WhatIfResponse))]
[JsonSerializable(typeof(PositionSizeResponse))]
[JsonSerializable(typeof(ImpactResponse))]
[JsonSerializable(typeof(StressTestResponse))]
[JsonSerializable(typeof(StopResponse))]
[JsonSerializable(typeof(PageResponse<StopResponse>))]
[JsonSerializable(typeof(CancelledStopResponse))]
[JsonSerializable(typeof(CallResponse))]
[JsonSerializable(typeof(PageResponse<CallResponse>))]
[JsonSerializable(typeof(LiquidationDetailResponse))]
[JsonSerializable(typeof(PageResponse<LiquidationResponse>))]
[JsonSerializable(typeof(InstrumentResponse))]
[JsonSerializable(typeof(RegimeResponse))]
[JsonSerializable(typeof(PriceBatchResponse))]
[JsonSerializable(typeof(PriceResponse))]
[JsonSerializable(typeof(RiskSummaryResponse))]
[JsonSerializable(typeof(LiquidationMapResponse))]
[JsonSerializable(typeof(EventResponse))]
[JsonSerializable(typeof(PageResponse<AccountRowResponse>))]
[JsonSerializable(typeof(PageResponse<EventResponse>))]
[JsonSerializable(typeof(PageResponse<InstrumentResponse>))]
[JsonSerializable(typeof(PageResponse<RegimeResponse>))]
[JsonSerializable(typeof(RateSeriesResponse))]
[JsonSerializable(typeof(PageResponse<RateSeriesResponse>))]
[JsonSerializable(typeof(CorporateActionResponse))]
[JsonSerializable(typeof(PageResponse<CorporateActionResponse>))]
[JsonSerializable(typeof(CalendarResponse))]
[JsonSerializable(typeof(PageResponse<CalendarResponse>))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(WithdrawalEndResponse))]
[JsonSerializable(typeof(CreditResponse))]
[JsonSerializable(typeof(TopUpSourcesResponse))]
[JsonSerializable(typeof(TopUpDryRunResponse))]
internal sealed partial class GatewayJson : JsonSerializerContext
{
    /// <summary>Text as people wrote it; answers are never part of a page.</summary>
    public static GatewayJson Plain => Holder.Plain;

    /// Apart, because the generated part of this class has to be initialised first.
    private static class Holder
    {
        public static readonly GatewayJson Plain = new(new JsonSerializerOptions(Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
    }
}
