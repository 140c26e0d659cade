using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Margin;

/// <summary>
/// How much of a security cures an amount due, by its rate of margin (rule CURE-004). Source: the margin call examples
/// of Reg T brokers; FINRA Rule 4210. Not rounded.
/// </summary>
public static class CureRates
{
    /// <summary>
    /// Value to transfer in: amount due ÷ (1 − rate), since a security needs margin itself; null at a rate of 1 or
    /// more.
    /// </summary>
    /// <param name="amountDue">What is missing, not negative.</param>
    /// <param name="rate">Its margin as a share of its value; of collateral its haircut.</param>
    public static Money? Securities(Money amountDue, Ratio rate) =>
        rate.Value >= 1m ? null : amountDue with { Amount = amountDue.Amount / (1m - rate.Value) };

    /// <summary>Value to sell or buy back: amount due ÷ rate, the margin it frees; null without one.</summary>
    /// <param name="amountDue">What is missing, not negative.</param>
    /// <param name="rate">Its margin as a share of its value.</param>
    public static Money? Reduction(Money amountDue, Ratio rate) =>
        rate.Value <= 0m ? null : amountDue with { Amount = amountDue.Amount / rate.Value };
}
