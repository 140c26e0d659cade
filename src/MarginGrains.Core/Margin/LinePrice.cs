using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Margin;

/// <summary>The price of one instrument at which a line is crossed, everything else as it is.</summary>
/// <param name="Price">
/// In the instrument's quote currency, to 12 decimals; null when no price of that direction crosses the line, or when
/// there are no figures.
/// </param>
/// <param name="Distance">
/// (price − mark) ÷ mark, not rounded: below zero when the price has to fall, −0.10 for a tenth; null without a price.
/// </param>
/// <param name="IsCrossedNow">
/// Whether the line is crossed at the mark; the price is then the one at which it no longer would be.
/// </param>
public readonly record struct LinePrice(Price? Price, Ratio? Distance, bool IsCrossedNow);
