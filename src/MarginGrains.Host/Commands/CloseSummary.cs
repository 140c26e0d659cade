using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Statements;
using MarginGrains.Host.Output;

namespace MarginGrains.Host.Commands;

/// <summary>A closed day as the command shows it, by the words of <c>GET /v1/trading-days/{date}</c>.</summary>
internal sealed record CloseSummary
{
    public required string Date { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Until { get; init; }

    public required StatementState State { get; init; }

    public required long Events { get; init; }

    public required int Accounts { get; init; }

    public required int Drafts { get; init; }

    public required int Unpriced { get; init; }

    public required IReadOnlyList<string> MissingPrices { get; init; }

    public required IReadOnlyDictionary<string, decimal> OpeningBalances { get; init; }

    public required IReadOnlyDictionary<string, decimal> ClosingBalances { get; init; }

    /// <summary>By side of the books and currency, such as <c>client USD</c>.</summary>
    public required IReadOnlyDictionary<string, decimal> Ledger { get; init; }

    public required bool Balanced { get; init; }

    public static CloseSummary Of(BookDay book, long events) => new()
    {
        Date = Rfc3339.FormatDay(book.Day.Date),
        From = book.Day.From,
        Until = book.Day.Until,
        State = book.State,
        Events = events,
        Accounts = book.Accounts,
        Drafts = book.Drafts,
        Unpriced = book.Unpriced,
        MissingPrices = [.. book.Missing.Select(s => s.Value)],
        OpeningBalances = Amounts.ByCurrency(book.Opening),
        ClosingBalances = Amounts.ByCurrency(book.Closing),
        Ledger = book.Ledger.ToDictionary(
            l => $"{char.ToLowerInvariant(l.Account.ToString()[0])}{l.Account.ToString()[1..]} {l.Amount.Currency}",
            l => l.Amount.Amount),
        Balanced = book.IsBalanced,
    };
}
