using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Host.Play;

/// <summary>
/// An account that a run opens: deposit first, then a position in each symbol at that symbol's first mark.
/// </summary>
/// <param name="Id">The account.</param>
/// <param name="RegimeId">Its regime.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Deposit">What it starts with.</param>
/// <param name="Positions">Signed quantities by symbol.</param>
/// <param name="IsIsolated">Whether its positions stand for themselves, each with its initial margin.</param>
internal sealed record PlannedAccount(
    AccountId Id, RegimeId RegimeId, Currency Currency, Money Deposit,
    IReadOnlyDictionary<Symbol, Quantity> Positions, bool IsIsolated)
{
    /// <summary>Commands that bring it into being; repeating them changes nothing.</summary>
    public IEnumerable<AccountCommand> Opening() =>
    [
        new AccountCommand.Open(Id, RegimeId, Currency),
        new AccountCommand.Transfer(new("opening-deposit"), TransferKind.Deposit, Deposit),
    ];

    /// <summary>The fill that opens the position in a symbol.</summary>
    public AccountCommand.RecordFill Fill(Instrument instrument, Price price, DateTimeOffset time) => new(
        new($"opening-{instrument.Symbol}"),
        new Fill(instrument.Symbol, Positions[instrument.Symbol], price, Money.Zero(instrument.QuoteCurrency))
        {
            IsIsolated = IsIsolated,
        },
        time, null);
}
