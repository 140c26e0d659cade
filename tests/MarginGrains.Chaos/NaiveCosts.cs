namespace MarginGrains.Chaos;

/// <summary>What accounts must have paid when the market is over, hour by hour and day by day.</summary>
/// <param name="end">The market's last moment.</param>
internal sealed class NaiveCosts(DateTime end)
{
    /// <summary>How many periods must have been counted on an account.</summary>
    public int Periods { get; private set; }

    /// <summary>The balance that borrowed from an instant on: interest is charged each midnight, and borrowed in turn.</summary>
    public decimal Loan(DateTime since)
    {
        decimal principal = CostSeed.Borrowed, sum = 0m, charged = 0m;
        foreach (var _ in Midnights(since))
        {
            sum += principal * CostSeed.InterestRate;
            var due = decimal.Round(sum / 360m, 2) - charged;
            (principal, charged) = (principal + due, charged + due);
            Periods++;
        }

        return -principal;
    }

    /// <summary>The balance of who holds euros since one instant and owes gold since another.</summary>
    public decimal Holder(DateTime euros, DateTime gold)
    {
        decimal swap = 0m, funding = 0m;
        foreach (var midnight in Midnights(euros))
        {
            swap += CostSeed.Euros * CostSeed.SwapRate * Nights(midnight);
            Periods += Nights(midnight) > 0 ? 1 : 0;
        }

        for (var hour = CostSeed.Start; hour <= end; hour = hour.AddHours(1))
        {
            if (hour <= gold) continue;
            funding += CostSeed.Ounces * CostSeed.FundingPrice * CostSeed.FundingRate(hour);
            Periods++;
        }

        return CostSeed.Deposit - decimal.Round(swap, 2) - decimal.Round(funding, 2);
    }

    /// <summary>What who buys and sells euros pays: each midnight, for what is held just before it.</summary>
    public decimal Swap(IReadOnlyCollection<(DateTime At, decimal Euros)> fills)
    {
        var swap = 0m;
        foreach (var midnight in Midnights(CostSeed.Start))
        {
            var held = fills.Where(f => f.At < midnight).Sum(f => f.Euros);
            if (held == 0m || Nights(midnight) == 0) continue;
            swap += (held > 0m ? held * CostSeed.SwapRate : -held * CostSeed.ShortSwapRate) * Nights(midnight);
            Periods++;
        }

        return decimal.Round(swap, 2);
    }

    /// Of the day that ended: T+2 makes Wednesday's night three, a weekend's days have none.
    private static int Nights(DateTime midnight) => midnight.AddDays(-1).DayOfWeek switch
    {
        DayOfWeek.Saturday or DayOfWeek.Sunday => 0,
        DayOfWeek.Wednesday => 3,
        _ => 1,
    };

    private IEnumerable<DateTime> Midnights(DateTime since)
    {
        for (var day = since.Date.AddDays(1); day <= end; day = day.AddDays(1)) yield return day;
    }
}
