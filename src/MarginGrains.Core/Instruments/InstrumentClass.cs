namespace MarginGrains.Core.Instruments;

/// <summary>
/// The classes of underlyings by which ESMA's decision (EU) 2018/796 limits the leverage of retail clients.
/// </summary>
public enum InstrumentClass
{
    /// <summary>None of them; no limit by class.</summary>
    None,

    /// <summary>A pair of two of USD, EUR, JPY, GBP, CAD and CHF.</summary>
    MajorForex,

    /// <summary>Any other pair.</summary>
    MinorForex,

    /// <summary>Gold.</summary>
    Gold,

    /// <summary>Any other commodity.</summary>
    Commodity,

    /// <summary>One of the large equity indices that the decision names.</summary>
    MajorIndex,

    /// <summary>Any other equity index.</summary>
    MinorIndex,

    /// <summary>A single share, and what no other class covers.</summary>
    Equity,

    /// <summary>A cryptocurrency.</summary>
    Crypto,
}
