using System.Text.Json;
using System.Text.Json.Serialization;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Contracts.Serialization;

/// <summary>Figures as stored with an event: the totals, the currency once.</summary>
internal sealed class MarginFiguresConverter : JsonConverter<MarginFigures>
{
    public override MarginFigures Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        return new(new Currency(root.GetProperty("currency").GetString()!),
            Enum.Parse<PricingStatus>(root.GetProperty("status").GetString()!, ignoreCase: true))
        {
            EquityAmount = Amount(root, "equity"),
            InitialAmount = Amount(root, "initialMargin"),
            MaintenanceAmount = Amount(root, "maintenanceMargin"),
            UsedAmount = Amount(root, "usedMargin"),
            MarketValueAmount = Amount(root, "marketValue"),
            ReservedAmount = Amount(root, "reserved"),
            CollateralAmount = Amount(root, "collateral"),
            SecuritiesAmount = Amount(root, "securities"),
            OwedAmount = Amount(root, "owed"),
            OwnDebtAmount = Amount(root, "ownDebt"),
            UnrealizedPnlAmount = Amount(root, "unrealizedPnl"),
            UnrealizedGainAmount = Amount(root, "unrealizedGain"),
            LoanAmount = Amount(root, "loan"),
            CreditAmount = Later(root, "credit"),
            CostsAmount = Later(root, "accruedCosts"),
        };
    }

    public override void Write(Utf8JsonWriter writer, MarginFigures value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("currency", value.Currency.Code);
        writer.WriteString("status", JsonNamingPolicy.CamelCase.ConvertName(value.Status.ToString()));
        Write("equity", value.EquityAmount);
        Write("initialMargin", value.InitialAmount);
        Write("maintenanceMargin", value.MaintenanceAmount);
        Write("usedMargin", value.UsedAmount);
        Write("marketValue", value.MarketValueAmount);
        Write("reserved", value.ReservedAmount);
        Write("collateral", value.CollateralAmount);
        Write("securities", value.SecuritiesAmount);
        Write("owed", value.OwedAmount);
        Write("ownDebt", value.OwnDebtAmount);
        Write("unrealizedPnl", value.UnrealizedPnlAmount);
        Write("unrealizedGain", value.UnrealizedGainAmount);
        Write("loan", value.LoanAmount);
        if (value.CreditAmount != 0m) Write("credit", value.CreditAmount);
        if (value.CostsAmount != 0m) Write("accruedCosts", value.CostsAmount);
        writer.WriteEndObject();

        void Write(string name, decimal amount) => writer.WriteString(name, DecimalText.Format(amount));
    }

    /// Figures that were stored before there was such an amount have none of it.
    private static decimal Later(JsonElement root, string name) =>
        root.TryGetProperty(name, out _) ? Amount(root, name) : 0m;

    private static decimal Amount(JsonElement root, string name) =>
        DecimalText.TryParse(root.GetProperty(name).GetString(), out var amount)
            ? amount
            : throw new JsonException($"{name} is no decimal");
}
