namespace MarginGrains.Core.Instruments;

/// <summary>What kind of thing an instrument is.</summary>
public enum AssetClass
{
    /// <summary>A share; paid in full on purchase.</summary>
    Stock,

    /// <summary>A fund traded like a share; paid in full on purchase.</summary>
    Etf,

    /// <summary>A currency pair on margin.</summary>
    Forex,

    /// <summary>A contract for difference, metals and indices included.</summary>
    Cfd,

    /// <summary>An exchange future.</summary>
    Future,

    /// <summary>A perpetual swap on a coin.</summary>
    CryptoPerpetual,
}

/// <summary>What an asset class means for equity.</summary>
public static class AssetClassRules
{
    /// <summary>
    /// True for what moves its whole price through the balance when bought, so that its market value counts in equity;
    /// false for what moves only fee and realised profit, so that its unrealised profit counts (rule MARG-001).
    /// </summary>
    public static bool IsPaidInFull(this AssetClass assetClass) => assetClass is AssetClass.Stock or AssetClass.Etf;
}
