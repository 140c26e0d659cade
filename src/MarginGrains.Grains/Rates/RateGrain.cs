using MarginGrains.Contracts.Rates;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Marks;

namespace MarginGrains.Grains.Rates;

/// <summary>Owns what is published of one kind and subject.</summary>
internal sealed class RateGrain(
    [PersistentState(RateDocument.StateName)] IPersistentState<RateDocument> document,
    MarkFeed feed,
    MarkBoard board,
    MarketClock clock) : Grain, IRateGrain
{
    public async Task<RateReply> PublishAsync(RateSeries given)
    {
        var before = document.State.Series;
        var instrument = given.Kind == RateKind.Interest
            ? null
            : board.Current.FindInstrument(new Symbol(given.Subject));
        var published = RateValidation.Publish(before, given, instrument, clock.Now);
        if (!published.IsAccepted || published.Series == before)
        {
            return new(before, published.Errors, published.InForce);
        }

        document.State.Series = published.Series;
        try
        {
            await document.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        await feed.PublishThroughAsync(new() { Rates = published.Series });
        return new(published.Series, [], []) { IsNew = before is null };
    }
}
