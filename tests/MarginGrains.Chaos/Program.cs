using System.CommandLine;
using System.Text.Json;
using MarginGrains.Chaos;

var kills = new Option<int>("--kills") { Description = "How often the server is killed.", DefaultValueFactory = _ => 5 };
var ticks = new Option<int>("--ticks") { Description = "Length of the market.", DefaultValueFactory = _ => 60_000 };
var accounts = new Option<int>("--accounts") { Description = "Replayed accounts.", DefaultValueFactory = _ => 100 };
var seed = new Option<int>("--seed") { Description = "Repeats a run.", DefaultValueFactory = _ => Environment.ProcessId };
var json = new Option<bool>("--json") { Description = "The report as one JSON document on standard output." };
var root = new RootCommand("Kills a server with SIGKILL in the middle of a replay and compares with an undisturbed run.")
{
    kills, ticks, accounts, seed, json,
};
root.SetAction(async parsed =>
{
    var plan = new KillPlan(
        parsed.GetValue(kills), parsed.GetValue(ticks), parsed.GetValue(accounts), parsed.GetValue(seed));
    await Console.Error.WriteLineAsync($"seed {plan.Seed}");
    var report = await new KillDuringReplay(plan, Console.Error.WriteLine).RunAsync();
    Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(report, ReportJson.Options) : report.ToString());
    return report.IsClean && report.StruckInTheMiddle && report.Kills == plan.Kills ? 0 : 1;
});
return await root.Parse(args).InvokeAsync();

internal static class ReportJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}
