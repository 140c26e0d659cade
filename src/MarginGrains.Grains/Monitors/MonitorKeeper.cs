using MarginGrains.Contracts.Calendars;
using MarginGrains.Contracts.Marks;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Contracts.Streams;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Marks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MarginGrains.Grains.Monitors;

/// <summary>On every silo: pings every monitor, outbox and calendar, which is what brings them up and back.</summary>
internal sealed partial class MonitorKeeper(
    IGrainFactory grains, MarkBoard board, IOptions<MarginGrainsOptions> options, TimeProvider time,
    ILogger<MonitorKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private IEnumerable<int> Partitions => Enumerable.Range(0, options.Value.Partitions);

    /// <summary>Completes when every monitor and outbox has answered once.</summary>
    public Task PingAllAsync() => Task.WhenAll(
        PingMonitorsAsync(), PingOutboxesAsync(), PingCalendarsAsync(),
        grains.GetGrain<IBoardKeeperGrain>(0).PingAsync(), grains.GetGrain<ICollateralBookGrain>(0).PingAsync());

    /// <summary>Completes when every monitor has answered once.</summary>
    public Task PingMonitorsAsync() =>
        Task.WhenAll(Partitions.Select(p => grains.GetGrain<IMonitorGrain>(p).PingAsync()));

    private Task PingCalendarsAsync() => Task.WhenAll(
        board.Current.Calendars.Select(c => grains.GetGrain<ICalendarGrain>(c.Id.Value).PingAsync()));

    private Task PingOutboxesAsync() =>
        Task.WhenAll(Partitions.Select(p => grains.GetGrain<IOutboxGrain>(p).PingAsync()));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await PingAllAsync();
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnanswered(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not every monitor answered; they are pinged again.")]
    private static partial void LogUnanswered(ILogger logger, Exception exception);
}
