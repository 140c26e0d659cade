namespace MarginGrains.Core.Instruments;

/// <summary>Which orders an instrument takes (rule ORDR-005). Executions are facts in every state.</summary>
public enum InstrumentState
{
    /// <summary>All orders.</summary>
    Active,

    /// <summary>None for the moment: its market is halted.</summary>
    Suspended,

    /// <summary>Only orders that reduce: it is frozen.</summary>
    ReduceOnly,

    /// <summary>None: it is switched off.</summary>
    Disabled,

    /// <summary>Only orders that reduce: it is being wound up.</summary>
    Discontinued,
}
