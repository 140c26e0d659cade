using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Instruments;

/// <summary>Checks a corporate action before it is stored.</summary>
public static class CorporateActionValidation
{
    /// <summary>
    /// How long before its instant an action has to be given, so that everyone knows it when it comes (rule CORP-001).
    /// </summary>
    public static readonly TimeSpan LeadTime = TimeSpan.FromMinutes(1);

    private const int LastYear = 2099;
    private const decimal LargestUnits = 1_000_000m;

    /// <summary>Everything wrong with the action; empty when it may be stored.</summary>
    /// <param name="action">The action.</param>
    /// <param name="instrument">Its security, or null when it is unknown.</param>
    public static IReadOnlyList<DefinitionError> Check(CorporateAction action, Instrument? instrument)
    {
        var errors = new DefinitionErrors();
        errors.Require(instrument is not null, "symbol", $"There is no instrument {action.Symbol}.");
        errors.Require(instrument?.AssetClass.IsPaidInFull() != false, "symbol",
            "Only a security that is paid in full has splits and dividends.");
        errors.Require((action.Split is null) != (action.Dividend is null), "split",
            "An action is either a split or a dividend.");
        errors.Require(action.ExAt.Year <= LastYear, "exAt", $"An action takes effect until {LastYear}.");
        if (action.Split is { } split)
        {
            errors.Require(split.New.Value is > 0m and <= LargestUnits, "split.new",
                "The new units must be above 0 and at most 1,000,000.");
            errors.Require(split.Old.Value is > 0m and <= LargestUnits, "split.old",
                "The old units must be above 0 and at most 1,000,000.");
            errors.Require(split.New != split.Old, "split", "A split changes the number of units.");
        }

        if (action.Dividend is not { } dividend) return errors.Found;
        errors.Require(dividend.IsPositive && dividend.Amount <= Limits.LargestPrice, "dividend",
            "A dividend must be above zero.");
        errors.Require(instrument is null || dividend.Currency == instrument.QuoteCurrency, "dividend",
            "A dividend must be in the quote currency.");
        return errors.Found;
    }

    /// <summary>Whether it is too late to give or change an action.</summary>
    public static bool IsTooLate(CorporateAction action, DateTimeOffset now) => action.ExAt < now + LeadTime;
}
