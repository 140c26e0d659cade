using MarginGrains.Grains.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MarginGrains.Gateway.Tests.Scenarios;

/// <summary>A table of accounts of which a book is read only once it is let go, or given up.</summary>
internal sealed class HeldRoster
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when somebody reads the book.</summary>
    public Task Reached => reached.Task.WaitAsync(Desk.Deadline);

    /// <summary>From now on everybody reads.</summary>
    public void Release() => released.TrySetResult();

    /// <summary>Puts it before the server's own table.</summary>
    public void PutBefore(IServiceCollection services)
    {
        var real = services.Last(d => d.ServiceType == typeof(IAccountRoster)).ImplementationType!;
        services.Replace(ServiceDescriptor.Singleton<IAccountRoster>(
            provider => new Held(this, (IAccountRoster)ActivatorUtilities.CreateInstance(provider, real))));
    }

    private sealed class Held(HeldRoster owner, IAccountRoster real) : IAccountRoster
    {
        public Task<IReadOnlyList<RosterRow>> ReadAsync(
            int partition, long afterChange, int limit, CancellationToken cancellationToken) =>
            real.ReadAsync(partition, afterChange, limit, cancellationToken);

        public Task<IReadOnlyList<RosterChange>> ReadChangesAsync(
            int partition, long afterChange, int limit, CancellationToken cancellationToken) =>
            real.ReadChangesAsync(partition, afterChange, limit, cancellationToken);

        public async Task<IReadOnlyList<RosterDocument>> ReadDocumentsAsync(
            int partition, long afterChange, int limit, CancellationToken cancellationToken)
        {
            owner.reached.TrySetResult();
            await owner.released.Task.WaitAsync(cancellationToken);
            return await real.ReadDocumentsAsync(partition, afterChange, limit, cancellationToken);
        }

        public Task<long> CountAsync(CancellationToken cancellationToken) => real.CountAsync(cancellationToken);
    }
}
