using System.Numerics;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Grains.Monitors;

/// <summary>
/// Equity of every account of a partition at the newest marks, for whoever wants all values fresh after every tick:
/// sums of amount × price × rate over columns, in doubles, not rounded. Nothing is decided by it; what is decided is
/// decimal.
/// </summary>
/// <remarks>
/// Everything that moves with a price is a row: a position's value (or, of what is margined, its gain), a balance and
/// an accrued cost of another currency. What no price moves is in the account's base. Accounts whose figures are no
/// such sum (collateral, an inverse contract, no price) are told apart by
/// <see cref="IsFresh"/>.
/// </remarks>
internal sealed class EquityTable
{
    private readonly Dictionary<(Symbol? Symbol, Currency From, Currency To), Column> columns = [];
    private Column[] all = [];
    private double[] bases = [];
    private double[] equity = [];
    private bool[] isFresh = [];

    /// <summary>Accounts in the table.</summary>
    public int Count => equity.Length;

    /// <summary>Equity of the account in a slot, in its own currency, as of the last <see cref="Compute"/>.</summary>
    public double this[int slot] => equity[slot];

    /// <summary>Whether the account's equity is such a sum, and every price of it is known.</summary>
    public bool IsFresh(int slot) => isFresh[slot];

    /// <summary>Lays out the accounts anew; whenever what they hold has changed.</summary>
    public void Fill(IReadOnlyList<GuardedAccount> accounts, IMarket market)
    {
        columns.Clear();
        bases = new double[accounts.Count];
        equity = new double[accounts.Count];
        isFresh = new bool[accounts.Count];
        for (var slot = 0; slot < accounts.Count; slot++)
        {
            if (accounts[slot].Account is { } account) isFresh[slot] = TryAdd(slot, account.Portfolio, market);
        }

        all = [.. columns.Values];
        foreach (var column in all) column.Close();
    }

    /// <summary>Every account's equity at the marks of a market.</summary>
    public void Compute(IMarket market, DateTimeOffset now)
    {
        bases.CopyTo(equity, 0);
        foreach (var column in all)
        {
            var factor = column.Factor(market, now);
            if (factor is { } known) column.AddTo(equity, known);
            else column.Unmark(isFresh);
        }
    }

    private bool TryAdd(int slot, Portfolio portfolio, IMarket market)
    {
        if (!portfolio.Collateral.IsEmpty) return false;
        var own = portfolio.Currency;
        foreach (var balance in portfolio.Balances) AddCash(slot, balance, own);
        foreach (var line in portfolio.Costs?.Lines ?? []) AddCash(slot, -line.Outstanding, own);
        if (portfolio.Credit is { } credit) AddCash(slot, credit, own);
        foreach (var position in portfolio.Positions)
        {
            var instrument = market.FindInstrument(position.Symbol);
            if (instrument?.Contract != ContractKind.Linear) return false;
            var settled = instrument.SettlementCurrency;
            var units = position.Quantity.Value * instrument.Multiplier.Value;
            Of(position.Symbol, settled, own).Add(slot, (double)units);
            if (position.Financing is { } bound) AddCash(slot, bound, own);
            if (instrument.AssetClass.IsPaidInFull()) continue;
            AddCash(slot, new(-units * position.AveragePrice.Value, settled), own);
        }

        return true;
    }

    private void AddCash(int slot, Money amount, Currency own)
    {
        if (amount.Currency == own) bases[slot] += (double)amount.Amount;
        else Of(null, amount.Currency, own).Add(slot, (double)amount.Amount);
    }

    private Column Of(Symbol? symbol, Currency from, Currency to)
    {
        if (!columns.TryGetValue((symbol, from, to), out var column))
        {
            columns[(symbol, from, to)] = column = new(symbol, from, to);
        }

        return column;
    }

    /// <summary>Amounts that move with one price and one rate.</summary>
    private sealed class Column(Symbol? symbol, Currency from, Currency to)
    {
        private readonly List<int> addedSlots = [];
        private readonly List<double> addedAmounts = [];
        private int[] slots = [];
        private double[] amounts = [];
        private bool isDense;

        public void Add(int slot, double amount)
        {
            addedSlots.Add(slot);
            addedAmounts.Add(amount);
        }

        /// Where slots follow each other without a gap, whole vectors are added at once.
        public void Close()
        {
            slots = [.. addedSlots];
            amounts = [.. addedAmounts];
            isDense = true;
            for (var i = 1; i < slots.Length && isDense; i++) isDense = slots[i] == slots[i - 1] + 1;
        }

        /// Null where the price or the rate is missing.
        public double? Factor(IMarket market, DateTimeOffset now)
        {
            var price = 1.0;
            if (symbol is { } held)
            {
                if (market.FindMark(held) is not { } mark) return null;
                price = (double)mark.Price.Value;
            }

            if (from == to) return price;
            var rate = Conversion.Find(market, from, to, now);
            return rate.Rate.Value > 0m ? price * (double)rate.Rate.Value : null;
        }

        public void AddTo(double[] equity, double factor)
        {
            if (!isDense)
            {
                for (var i = 0; i < slots.Length; i++) equity[slots[i]] += amounts[i] * factor;
                return;
            }

            var target = equity.AsSpan(slots[0], slots.Length);
            var width = Vector<double>.Count;
            var by = new Vector<double>(factor);
            var at = 0;
            for (; at <= target.Length - width; at += width)
            {
                var sum = new Vector<double>(target[at..]) + new Vector<double>(amounts, at) * by;
                sum.CopyTo(target[at..]);
            }

            for (; at < target.Length; at++) target[at] += amounts[at] * factor;
        }

        public void Unmark(bool[] isFresh)
        {
            foreach (var slot in slots) isFresh[slot] = false;
        }
    }
}
