using System.Text.Json;

namespace MarginGrains.Chaos;

/// <summary>How to strike.</summary>
/// <param name="Kills">How often the server is killed.</param>
/// <param name="Ticks">Length of the market.</param>
/// <param name="Accounts">Replayed accounts.</param>
/// <param name="Seed">Decides market, accounts and the moments of the kills.</param>
internal sealed record KillPlan(int Kills, int Ticks, int Accounts, int Seed);

/// <summary>What was found; all that went wrong must be zero.</summary>
internal sealed record KillReport
{
    public required int Kills { get; init; }

    /// <summary>Ticks that were played before the last kill: above zero and below the market's length.</summary>
    public required long TicksBeforeLastKill { get; init; }

    public required long TicksAfterLastKill { get; init; }

    public required int Acknowledged { get; init; }

    public required int Events { get; init; }

    /// <summary>Withdrawals that are held at the end.</summary>
    public required int Held { get; init; }

    /// <summary>Money that is missing or too much of the client's.</summary>
    public required decimal MoneyOff { get; init; }

    public required int Lost { get; init; }

    public required int Duplicated { get; init; }

    public required int ExecutedAgain { get; init; }

    public required int DifferentEvents { get; init; }

    public required int DifferentStages { get; init; }

    /// <summary>Periods of swap, funding and interest that were counted on all accounts.</summary>
    public required int Periods { get; init; }

    /// <summary>Those of them that were counted more than once.</summary>
    public required int PeriodsRepeated { get; init; }

    /// <summary>
    /// Accounts, the client's and those that only hold, whose balance or number of periods is not that of a naive sum.
    /// </summary>
    public required int DifferentCosts { get; init; }

    public required IReadOnlyList<string> Examples { get; init; }

    public bool IsClean => MoneyOff == 0m
        && Lost + Duplicated + ExecutedAgain + DifferentEvents + DifferentStages + PeriodsRepeated + DifferentCosts == 0;

    public bool StruckInTheMiddle => TicksBeforeLastKill > 0 && TicksAfterLastKill > 0;
}

/// <summary>
/// Plays one market twice: undisturbed, and with a server that is killed with SIGKILL in the middle, again and again, while a
/// client works on it. Afterwards every acknowledged transfer, hold and fill must be there exactly once, no money be missing and
/// nothing charged twice, and the replayed accounts must have gone through the very same events.
/// </summary>
internal sealed class KillDuringReplay(KillPlan plan, Action<string> say)
{
    public async Task<KillReport> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("margingrains-chaos-");
        try
        {
            var market = Path.Combine(folder.FullName, "market.csv");
            RandomMarketFile.Write(market, plan.Ticks, plan.Seed);
            var calm = Path.Combine(folder.FullName, "undisturbed.db");
            var disturbed = Path.Combine(folder.FullName, "disturbed.db");
            foreach (var database in new[] { calm, disturbed }) await CostSeed.WriteAsync(database, plan.Ticks);
            using (var replay = new ReplayProcess(market, calm, plan)) await replay.FinishAsync();
            say("undisturbed run done");
            var client = new AcknowledgingClient();
            var kills = await DisturbAsync(market, disturbed, client);
            var (executedAgain, before, after) = await EndAsync(market, disturbed, client);
            return Compare(StoredRun.Read(calm), StoredRun.Read(disturbed), client, RandomMarketFile.End(market)) with
            {
                Kills = kills, ExecutedAgain = executedAgain, TicksBeforeLastKill = before, TicksAfterLastKill = after,
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<int> DisturbAsync(string market, string database, AcknowledgingClient client)
    {
        var random = new Random(plan.Seed);
        var kills = 0;
        while (kills < plan.Kills)
        {
            using var replay = new ReplayProcess(market, database, plan);
            await client.WorkAsync(await replay.WhenReadyAsync(), random.Next(5, 40));
            if (replay.HasExited) break;
            await StrikeAsync(replay, client, random.Next(plan.Ticks / (2 * plan.Kills + 4), plan.Ticks / (plan.Kills + 2)));
            say($"kill {++kills} of {plan.Kills}, {client.Acknowledged} acknowledged");
        }

        return kills;
    }

    /// The client goes on until the server is gone: some request is always under way when it dies.
    private static async Task StrikeAsync(ReplayProcess replay, AcknowledgingClient client, int prices)
    {
        var server = await replay.WhenReadyAsync();
        await client.WorkUntilAsync(server, prices);
        var working = client.WorkAsync(server, 1_000_000);
        await replay.KillAsync();
        try
        {
            await working;
        }
        catch (HttpRequestException)
        {
            // The connection broke with the server: what was under way is sent again to the next one.
        }
    }

    private async Task<(int ExecutedAgain, long Before, long After)> EndAsync(string market, string database, AcknowledgingClient client)
    {
        using var replay = new ReplayProcess(market, database, plan);
        var server = await replay.WhenReadyAsync();
        await client.WorkAsync(server, 10);
        var executedAgain = await client.RepeatAsync(server);
        using var summary = JsonDocument.Parse(await replay.FinishAsync());
        return (executedAgain, summary.RootElement.GetProperty("ticksOfEarlierRuns").GetInt64(),
            summary.RootElement.GetProperty("ticks").GetInt64());
    }

    /// What accounts have and must have, and how many periods were counted on them and must have been.
    private static List<Settled> Settle(StoredRun run, AcknowledgingClient client, DateTime end)
    {
        var (loan, holder, swap) = (new NaiveCosts(end), new NaiveCosts(end), new NaiveCosts(end));
        var euros = RandomMarketFile.Symbol;

        // A fill that was lost is counted as such.
        var fills = client.Fills.Where(f => run.Filled.ContainsKey($"{AcknowledgingClient.AccountId} {f}"))
            .Select(f => (At(AcknowledgingClient.AccountId, f), AcknowledgingClient.UnitsOf(f))).ToList();
        return
        [
            Of(CostSeed.Loan, loan.Loan(At(CostSeed.Loan, "ACME")), loan),
            Of(CostSeed.Holder, holder.Holder(At(CostSeed.Holder, euros), At(CostSeed.Holder, CostSeed.Gold)), holder),
            Of(AcknowledgingClient.AccountId, client.Balance - swap.Swap(fills), swap),
        ];

        DateTime At(string account, string fillId) => run.Filled[$"{account} {fillId}"];

        Settled Of(string account, decimal balance, NaiveCosts costs) => new(account, run.Balances[account], balance)
        {
            Periods = run.Periods.Count(p => p.StartsWith($"{account} ", StringComparison.Ordinal)), Due = costs.Periods,
        };
    }

    private static KillReport Compare(
        StoredRun calm, StoredRun disturbed, AcknowledgingClient client, DateTime end)
    {
        var settled = Settle(disturbed, client, end);
        var own = settled.Single(s => s.Account == AcknowledgingClient.AccountId);
        var costs = settled.Where(s => !s.IsRight).ToList();
        var booked = disturbed.ClientIds.GroupBy(id => id).ToDictionary(g => g.Key, g => g.Count());
        var acknowledged = client.Transfers.Concat(client.Fills).Concat(client.Holds)
            .Concat(client.Ends.Select(e => StoredRun.EndOf(AcknowledgingClient.HoldOf(e)))).ToList();
        var held = disturbed.Held.Except(client.StillHeld).Concat(client.StillHeld.Except(disturbed.Held)).Count();
        var events = calm.Events.Except(disturbed.Events).Concat(disturbed.Events.Except(calm.Events)).ToList();
        var stages = calm.Stages.Where(s => disturbed.Stages.GetValueOrDefault(s.Key) != s.Value).ToList();
        return new()
        {
            Kills = 0,
            TicksBeforeLastKill = 0,
            TicksAfterLastKill = 0,
            Acknowledged = acknowledged.Count,
            Events = calm.Events.Count,
            Held = disturbed.Held.Count,
            MoneyOff = Math.Abs(own.Balance - own.MustBe),
            Lost = acknowledged.Count(id => !booked.ContainsKey(id)) + held,
            Duplicated = booked.Count(b => b.Value > 1),
            ExecutedAgain = 0,
            DifferentEvents = events.Count + Math.Abs(calm.Events.Count - disturbed.Events.Count),
            DifferentStages = stages.Count,
            Periods = disturbed.Periods.Count,
            PeriodsRepeated = disturbed.Periods.Count - disturbed.Periods.Distinct().Count(),
            DifferentCosts = costs.Count,
            Examples =
            [
                .. costs.Select(c => $"{c}"),
                .. events.Order(StringComparer.Ordinal).Take(6).Select(e => e[..Math.Min(e.Length, 600)]),
            ],
        };
    }

    private sealed record Settled(string Account, decimal Balance, decimal MustBe)
    {
        public required int Periods { get; init; }

        public required int Due { get; init; }

        public bool IsRight => Balance == MustBe && Periods == Due;
    }
}
