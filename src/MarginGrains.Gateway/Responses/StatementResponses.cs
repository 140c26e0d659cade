using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Statements;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>One account's trading day; amounts in the account's currency unless they name one.</summary>
internal sealed record StatementResponse
{
    public required string AccountId { get; init; }

    public required string Date { get; init; }

    public string? From { get; init; }

    public string? Until { get; init; }

    /// <summary><c>final</c> on official closing prices, <c>draft</c> on the marks of the border.</summary>
    public required string State { get; init; }

    /// <summary>Instruments whose official closing price is missing.</summary>
    public required IReadOnlyList<string> MissingPrices { get; init; }

    public required string Currency { get; init; }

    /// <summary>The account's version at the border.</summary>
    public required long Version { get; init; }

    public required string Stage { get; init; }

    public required IReadOnlyDictionary<string, string> OpeningBalances { get; init; }

    public required IReadOnlyList<StatementBookingResponse> Bookings { get; init; }

    /// <summary>Σ bookings by kind and currency.</summary>
    public required IReadOnlyList<StatementTotalResponse> Totals { get; init; }

    public required IReadOnlyDictionary<string, string> ClosingBalances { get; init; }

    public required IReadOnlyList<InTransitResponse> InTransit { get; init; }

    public required IReadOnlyList<StatementPositionResponse> Positions { get; init; }

    public required FiguresResponse Figures { get; init; }

    public required IReadOnlyList<CallResponse> Calls { get; init; }

    public static StatementResponse Of(DailyStatement statement) => new()
    {
        AccountId = statement.AccountId.Value,
        Date = Rfc3339.FormatDay(statement.Day.Date),
        From = Wire.Time(statement.Day.From),
        Until = Wire.Time(statement.Day.Until),
        State = Words.Of(statement.State),
        MissingPrices = [.. statement.Missing.Select(s => s.Value)],
        Currency = statement.Currency.Code,
        Version = statement.Sequence,
        Stage = Words.Of(statement.Stage),
        OpeningBalances = Wire.ByCurrency(statement.Opening),
        Bookings = [.. statement.Bookings.Select(StatementBookingResponse.Of)],
        Totals =
        [
            .. statement.Bookings.GroupBy(b => (b.Kind, b.Amount.Currency)).OrderBy(g => g.Key.Kind)
                .ThenBy(g => g.Key.Currency)
                .Select(g => new StatementTotalResponse(
                    Words.Of(g.Key.Kind), g.Key.Currency.Code,
                    Wire.Amount(new Core.Primitives.Money(g.Sum(b => b.Amount.Amount), g.Key.Currency)))),
        ],
        ClosingBalances = Wire.ByCurrency(statement.Closing),
        InTransit = [.. statement.InTransit.Select(InTransitResponse.Of)],
        Positions = [.. statement.Positions.Select(StatementPositionResponse.Of)],
        Figures = FiguresResponse.Of(statement.Figures),
        Calls = [.. statement.Calls.Select(c => CallResponse.Of(c, null))],
    };
}

/// <summary>A movement of cash.</summary>
internal sealed record StatementBookingResponse(
    long AccountSequence, string? Time, string Kind, string Amount, string Currency, string Reference)
{
    public static StatementBookingResponse Of(StatementBooking booking) => new(
        booking.Sequence, Wire.Time(booking.Time), Words.Of(booking.Kind), Wire.Amount(booking.Amount),
        booking.Amount.Currency.Code, booking.Reference);
}

/// <summary>What the day moved of one kind.</summary>
internal sealed record StatementTotalResponse(string Kind, string Currency, string Amount);

/// <summary>A transfer that is under way at the border; its amount is signed as it moved the balance.</summary>
internal sealed record InTransitResponse(string Kind, string Id, string Amount, string Currency, string? Since)
{
    public static InTransitResponse Of(TransferInTransit transfer) => new(
        Words.Of(transfer.Kind), transfer.Id, Wire.Amount(transfer.Amount), transfer.Amount.Currency.Code,
        Wire.Time(transfer.Since));
}

/// <summary>A position at the end of the day; amounts are null while it has no price.</summary>
internal sealed record StatementPositionResponse(
    string Symbol, string Side, string Quantity, string AveragePrice, bool Isolated, string? ClosingPrice,
    string? MarketValue, string? UnrealizedPnl, string? InitialMargin, string? MaintenanceMargin)
{
    public static StatementPositionResponse Of(StatementPosition position) => new(
        position.Symbol.Value, position.Quantity.IsLong ? "long" : "short", position.Quantity.Absolute.ToString(),
        position.AveragePrice.ToString(), position.IsIsolated, position.ClosingPrice?.ToString(),
        Wire.Amount(position.MarketValue), Wire.Amount(position.UnrealizedPnl), Wire.Amount(position.InitialMargin),
        Wire.Amount(position.MaintenanceMargin));
}

/// <summary>A trading day of the whole book.</summary>
internal sealed record TradingDayResponse(
    string Date, string? From, string? Until, string State, int Accounts, int Drafts, int Unpriced,
    IReadOnlyList<string> MissingPrices, IReadOnlyDictionary<string, string> OpeningBalances,
    IReadOnlyDictionary<string, string> ClosingBalances, IReadOnlyList<LedgerTotalResponse> Ledger, bool Balanced)
{
    public static TradingDayResponse Of(BookDay book) => new(
        Rfc3339.FormatDay(book.Day.Date), Wire.Time(book.Day.From), Wire.Time(book.Day.Until), Words.Of(book.State),
        book.Accounts, book.Drafts, book.Unpriced, [.. book.Missing.Select(s => s.Value)],
        Wire.ByCurrency(book.Opening), Wire.ByCurrency(book.Closing),
        [.. book.Ledger.Select(LedgerTotalResponse.Of)], book.IsBalanced);
}

/// <summary>What the day moved on one side of the books.</summary>
internal sealed record LedgerTotalResponse(string Account, string Currency, string Amount)
{
    public static LedgerTotalResponse Of(LedgerTotal total) => new(
        Words.Of(total.Account), total.Amount.Currency.Code, Wire.Amount(total.Amount));
}
