namespace MarginGrains.Core.Instruments;

/// <summary>In which currency a contract counts and pays.</summary>
public enum ContractKind
{
    /// <summary>Counted in units of the underlying; value and gain are in the quote currency.</summary>
    Linear,

    /// <summary>
    /// Counted in the quote currency (contracts of 100 USD); value and gain are in the base currency (rule MARG-015).
    /// </summary>
    Inverse,
}
