using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Instruments;

/// <summary>A series with points published, or why they are refused.</summary>
/// <param name="Series">The series afterwards; what it was before when something is refused.</param>
/// <param name="Errors">What is wrong with the points that were given.</param>
/// <param name="InForce">Of which instants something holds already that cannot change any more.</param>
public sealed record RatePublication(
    RateSeries? Series, ImmutableArray<DefinitionError> Errors, ImmutableArray<DateTimeOffset> InForce)
{
    /// <summary>Whether the points may be stored.</summary>
    public bool IsAccepted => Errors.IsEmpty && InForce.IsEmpty;
}

/// <summary>
/// Publishes points of a series (rule COST-002). What has come into force was applied to accounts and stays: a point at
/// or before now may only be added where nothing was in force, so that periods which waited for it are made good.
/// </summary>
public static class RateValidation
{
    /// <summary>The most points of a series.</summary>
    public const int MostPoints = 50_000;

    private const int FirstYear = 1970;
    private const int LastYear = 2099;
    private const decimal LargestRate = 10m;
    private const decimal LargestPerUnit = 1_000_000m;

    /// <summary>The series with further points; one that stands already as it is given changes nothing.</summary>
    /// <param name="before">The series so far, or null.</param>
    /// <param name="given">Kind, subject and points that are published.</param>
    /// <param name="instrument">The subject where it is a symbol, or null.</param>
    /// <param name="now">Market time.</param>
    public static RatePublication Publish(
        RateSeries? before, RateSeries given, Instrument? instrument, DateTimeOffset now)
    {
        var errors = new DefinitionErrors();
        CheckSubject(errors, given, instrument);
        for (var i = 0; i < given.Points.Length; i++)
        {
            CheckPoint(errors, given.Kind, given.Points[i], $"points[{i}]");
            errors.Require(i == 0 || given.Points[i - 1].At < given.Points[i].At, $"points[{i}].at",
                "The instants must rise.");
            errors.Require(
                given.Kind != RateKind.Funding || FundingOf(instrument, given.Points[i]) is not { } funding
                    || funding.IsInstant(given.Points[i].At),
                $"points[{i}].at", "It is no instant of funding of this instrument.");
        }

        if (errors.Found.Count > 0) return new(before, [.. errors.Found], []);
        var known = before?.Points ?? [];
        var inForce = given.Points.Where(p => IsFixed(before, given.Kind, p, now)).Select(p => p.At).ToImmutableArray();
        if (!inForce.IsEmpty) return new(before, [], inForce);
        var changed = given.Points.Where(p => !known.Contains(p)).ToList();
        if (changed.Count == 0 && before is not null) return new(before, [], []);
        var instants = changed.Select(p => p.At).ToHashSet();
        var points = known.Where(p => !instants.Contains(p.At)).Concat(changed).OrderBy(p => p.At).ToImmutableArray();
        errors.Require(points.Length <= MostPoints, "points", $"A series has at most {MostPoints} points.");
        return errors.Found.Count > 0
            ? new(before, [.. errors.Found], [])
            : new(new(given.Kind, given.Subject, points) { Version = (before?.Version ?? 0) + 1 }, [], []);
    }

    private static bool IsFixed(RateSeries? before, RateKind kind, RatePoint point, DateTimeOffset now)
    {
        if (before is null || point.At > now || before.Points.Contains(point)) return false;
        return kind is RateKind.Funding or RateKind.Closing
            ? before.Points.Any(p => p.At == point.At)
            : before.At(point.At) is not null;
    }

    /// A period of before the instrument was defined otherwise may still be waited for.
    private static FundingTerms? FundingOf(Instrument? instrument, RatePoint point) => point.At.Year < FirstYear
        ? null
        : instrument?.CostsFrom(point.At.AddTicks(-1))?.Funding ?? instrument?.Costs?.Funding;

    private static void CheckSubject(DefinitionErrors errors, RateSeries given, Instrument? instrument)
    {
        if (given.Kind == RateKind.Interest)
        {
            errors.Require(Currency.IsValid(given.Subject), "subject", "Interest is published by currency.");
            return;
        }

        errors.Require(instrument is not null, "subject", $"There is no instrument {given.Subject}.");
        if (instrument is null) return;
        var costs = instrument.PastCosts.Select(p => p.Costs).Append(instrument.Costs);
        var isMeant = given.Kind switch
        {
            RateKind.Swap => costs.Any(c => c?.Swap is not null),
            RateKind.Funding => costs.Any(c => c?.Funding is not null),
            RateKind.Borrow => costs.Any(c => c?.ChargesBorrow == true),
            _ => true,
        };
        errors.Require(isMeant, "subject", $"{given.Subject} has no terms for such a rate.");
    }

    private static void CheckPoint(DefinitionErrors errors, RateKind kind, RatePoint point, string path)
    {
        var (least, most) = kind switch
        {
            RateKind.Interest => (-1m, LargestRate),
            RateKind.Borrow => (0m, LargestRate),
            RateKind.Funding => (-1m, 1m),
            RateKind.Swap => (-LargestPerUnit, LargestPerUnit),
            _ => (0m, 0m),
        };
        errors.Require(point.At.Year is >= FirstYear and <= LastYear, $"{path}.at",
            $"An instant lies between {FirstYear} and {LastYear}.");
        errors.Require(point.Rate.Value >= least && point.Rate.Value <= most, $"{path}.rate",
            kind == RateKind.Closing
                ? "A closing price has no rate."
                : $"The rate must be from {DecimalText.Format(least)} to {DecimalText.Format(most)}.");
        errors.Require((point.ShortRate is not null) == (kind == RateKind.Swap), $"{path}.shortRate",
            "A swap has a rate for either side, nothing else has.");
        errors.Require(point.ShortRate is not { } other || Math.Abs(other.Value) <= LargestPerUnit,
            $"{path}.shortRate", $"The rate must be from -{LargestPerUnit} to {LargestPerUnit}.");
        errors.Require(kind != RateKind.Closing || point.Price is not null, $"{path}.price",
            "A closing price is a price.");
        errors.Require(point.Price is null || kind is RateKind.Closing or RateKind.Funding, $"{path}.price",
            "Only funding and closing prices have a price.");
        errors.Require(point.Price is not { Value: > Limits.LargestPrice }, $"{path}.price",
            "The price is beyond what can be computed exactly.");
    }
}
