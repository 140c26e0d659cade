using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using Orleans.Concurrency;

namespace MarginGrains.Host.Bench;

/// <summary>What an account would be if each of them heard every price: the baseline.</summary>
[Alias("benchPriceObserver")]
internal interface IPriceObserver : IGrainObserver
{
    /// <summary>A new mark.</summary>
    [OneWay]
    [Alias("mark")]
    Task OnMarkAsync(Mark mark);
}

/// <summary>Counts what it hears.</summary>
internal sealed class PriceObserver(Account account, PriceObserver.Tally heard) : IPriceObserver
{
    public Account Account { get; } = account;

    public Task OnMarkAsync(Mark mark)
    {
        heard.Add();
        return Task.CompletedTask;
    }

    /// <summary>What all of them have heard.</summary>
    internal sealed class Tally
    {
        private long count;

        public long Count => Interlocked.Read(ref count);

        public void Add() => Interlocked.Increment(ref count);
    }
}
