namespace MarginGrains.Gateway.Responses;

/// <summary>What the desk sees first.</summary>
internal sealed record RiskSummaryResponse
{
    public string? AsOf { get; init; }

    public required int Accounts { get; init; }

    public required IReadOnlyDictionary<string, int> Stages { get; init; }

    public required int OpenCalls { get; init; }

    public required int LiquidationsRunning { get; init; }

    /// <summary>Accounts that cannot be judged because a price is missing or stale.</summary>
    public required int Unpriced { get; init; }

    /// <summary>Accounts judged in full although no guard asked for it, since each monitor started.</summary>
    public required long Swept { get; init; }

    /// <summary>Those among them that a guard should have woken. It must stay 0.</summary>
    public required long Disagreements { get; init; }

    /// <summary>What the fund of each currency of an account has.</summary>
    public required IReadOnlyDictionary<string, string> InsuranceFund { get; init; }

    /// <summary>Marks taken so far.</summary>
    public required long Prices { get; init; }

    public required int Instruments { get; init; }

    /// <summary>The newest event that <c>/v1/events</c> delivers without filters, or null.</summary>
    public string? LastEventId { get; init; }
}
