using MarginGrains.Grains.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MarginGrains.Grains.Tests.Cluster;

/// <summary>Holds up or fails what is read of the real account table, on every silo.</summary>
public sealed class RosterProbe
{
    /// <summary>Runs before a page of rows or of their numbers is read; may wait or throw.</summary>
    public Func<CancellationToken, Task> BeforeRows { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs before a page of documents is read; may wait or throw.</summary>
    public Func<CancellationToken, Task> BeforeDocuments { get; set; } = _ => Task.CompletedTask;

    /// <summary>Stands before the table that is registered.</summary>
    public void Decorate(IServiceCollection services)
    {
        var real = services.Last(d => d.ServiceType == typeof(IAccountRoster));
        services.Replace(ServiceDescriptor.Singleton<IAccountRoster>(provider => new Roster(
            this, (IAccountRoster)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!))));
    }

    private sealed class Roster(RosterProbe probe, IAccountRoster real) : IAccountRoster
    {
        public async Task<IReadOnlyList<RosterRow>> ReadAsync(
            int partition, long afterChange, int limit, CancellationToken cancellationToken)
        {
            await probe.BeforeRows(cancellationToken);
            return await real.ReadAsync(partition, afterChange, limit, cancellationToken);
        }

        public async Task<IReadOnlyList<RosterChange>> ReadChangesAsync(
            int partition, long afterChange, int limit, CancellationToken cancellationToken)
        {
            await probe.BeforeRows(cancellationToken);
            return await real.ReadChangesAsync(partition, afterChange, limit, cancellationToken);
        }

        public async Task<IReadOnlyList<RosterDocument>> ReadDocumentsAsync(
            int partition, long afterChange, int limit, CancellationToken cancellationToken)
        {
            await probe.BeforeDocuments(cancellationToken);
            return await real.ReadDocumentsAsync(partition, afterChange, limit, cancellationToken);
        }

        public Task<long> CountAsync(CancellationToken cancellationToken) => real.CountAsync(cancellationToken);
    }
}
