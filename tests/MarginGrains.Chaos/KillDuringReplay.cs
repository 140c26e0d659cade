using System.Text.Json;

namespace MarginGrains.Chaos;

/// <summary>How to strike.</summary>
/// <param name="Kills">How often the server is killed.</param>
/// <param name="Ticks">Length of the market.</param>
/// <param name="Accounts">Replayed accounts.</param>
/// <param name="Seed">Decides market, accounts and the moments of the kills.</param>
internal sealed record KillPlan(int Kills, int Ticks, int Accounts, int Seed);

/// <summary>What was found; all but the first three must be zero, but for the numbers of events and periods.</summary>
internal sealed record KillReport
{
    public required int Kills { get; init; }

    /// <summary>Ticks that were played before the last kill: above zero and below the market's length.</summary>
    public required long TicksBeforeLastKill { get; init; }

    public required long TicksAfterLastKill { get; init; }

    public required int Acknowledged { get; init; }

    public required int Events { get; init; }

    public required int Lost { get; init; }

    public required int Duplicated { get; init; }

    public required int ExecutedAgain { get; init; }

    public required int DifferentEvents { get; init; }

    public required int DifferentStages { get; init; }

    /// <summary>Periods of swap, funding and interest that were counted on all accounts.</summary>
    public required int Periods { get; init; }

    /// <summary>Those of them that were counted more than once.</summary>
    public required int PeriodsRepeated { get; init; }

    /// <summary>Accounts that only hold whose balance or number of periods is not that of a naive sum.</summary>
    public required int DifferentCosts { get; init; }

    public required IReadOnlyList<string> Examples { get; init; }

    public bool IsClean =>
        Lost + Duplicated + ExecutedAgain + DifferentEvents + DifferentStages + PeriodsRepeated + DifferentCosts == 0;

    public bool StruckInTheMiddle => TicksBeforeLastKill > 0 && TicksAfterLastKill > 0;
}

/// <summary>
/// Plays one market twice: undisturbed, and with a server that is killed with SIGKILL in the middle, again and again, while a
/// client works on it. Afterwards every acknowledged transfer and fill must be there exactly once, and the replayed accounts
/// must have gone through the very same events.
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

    private static IEnumerable<string> CostDifferences(StoredRun run, DateTime end)
    {
        var (loan, holder) = (new NaiveCosts(end), new NaiveCosts(end));
        var balances = new Dictionary<string, decimal>(StringComparer.Ordinal)
        {
            [CostSeed.Loan] = loan.Loan(run.Filled[$"{CostSeed.Loan} ACME"]),
            [CostSeed.Holder] = holder.Holder(
                run.Filled[$"{CostSeed.Holder} {RandomMarketFile.Symbol}"], run.Filled[$"{CostSeed.Holder} {CostSeed.Gold}"]),
        };
        foreach (var (account, costs) in new[] { (CostSeed.Loan, loan), (CostSeed.Holder, holder) })
        {
            var periods = run.Periods.Count(p => p.StartsWith($"{account} ", StringComparison.Ordinal));
            if (run.Balances[account] == balances[account] && periods == costs.Periods) continue;
            yield return $"{account}: {run.Balances[account]} after {periods} periods; {balances[account]} after {costs.Periods}";
        }
    }

    private static KillReport Compare(
        StoredRun calm, StoredRun disturbed, AcknowledgingClient client, DateTime end)
    {
        var costs = CostDifferences(disturbed, end).ToList();
        var booked = disturbed.ClientIds.GroupBy(id => id).ToDictionary(g => g.Key, g => g.Count());
        var acknowledged = client.Transfers.Concat(client.Fills).ToList();
        var events = calm.Events.Except(disturbed.Events).Concat(disturbed.Events.Except(calm.Events)).ToList();
        var stages = calm.Stages.Where(s => disturbed.Stages.GetValueOrDefault(s.Key) != s.Value).ToList();
        return new()
        {
            Kills = 0,
            TicksBeforeLastKill = 0,
            TicksAfterLastKill = 0,
            Acknowledged = acknowledged.Count,
            Events = calm.Events.Count,
            Lost = acknowledged.Count(id => !booked.ContainsKey(id)),
            Duplicated = booked.Count(b => b.Value > 1),
            ExecutedAgain = 0,
            DifferentEvents = events.Count + Math.Abs(calm.Events.Count - disturbed.Events.Count),
            DifferentStages = stages.Count,
            Periods = disturbed.Periods.Count,
            PeriodsRepeated = disturbed.Periods.Count - disturbed.Periods.Distinct().Count(),
            DifferentCosts = costs.Count,
            Examples = [.. costs, .. events.Order(StringComparer.Ordinal).Take(6).Select(e => e[..Math.Min(e.Length, 600)])],
        };
    }
}
