using MarginGrains.Contracts.Rates;
using MarginGrains.Core.Instruments;
using MarginGrains.Grains.Marks;

namespace MarginGrains.Grains.Rates;

/// <summary>Owns one corporate action.</summary>
internal sealed class CorporateActionGrain(
    [PersistentState(CorporateActionDocument.StateName)] IPersistentState<CorporateActionDocument> document,
    MarkFeed feed,
    MarkBoard board,
    MarketClock clock) : Grain, ICorporateActionGrain
{
    public async Task<CorporateActionReply> DefineAsync(CorporateAction action)
    {
        var before = document.State.Action;
        if (before is not null && before with { Version = action.Version } == action) return new(before, []);
        var errors = CorporateActionValidation.Check(action, board.Current.FindInstrument(action.Symbol)).ToList();
        if (before is not null && before.Symbol != action.Symbol)
        {
            errors.Add(new("symbol", "The security of an action cannot change; define another action."));
        }

        if (errors.Count > 0) return new(before, [.. errors]);
        if (CorporateActionValidation.IsTooLate(before ?? action, clock.Now)
            || CorporateActionValidation.IsTooLate(action, clock.Now))
        {
            return new(before, []) { IsTooLate = true };
        }

        var next = action with { Version = (before?.Version ?? 0) + 1 };
        document.State.Action = next;
        try
        {
            await document.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        await feed.PublishThroughAsync(new() { Action = next });
        return new(next, []) { IsNew = before is null };
    }
}
