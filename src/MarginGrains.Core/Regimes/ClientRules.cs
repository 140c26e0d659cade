using System.Collections.Immutable;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Regimes;

/// <summary>What kind of client an account belongs to; floors and caps depend on it.</summary>
public enum ClientClass
{
    /// <summary>Retail: the regulator's caps hold.</summary>
    Retail,

    /// <summary>Retail by law, with the broker's smallest leverage.</summary>
    Conservative,

    /// <summary>Retail by law, with a moderate leverage.</summary>
    Steady,

    /// <summary>Retail by law, with the broker's largest leverage.</summary>
    Active,

    /// <summary>Professional: only the instrument's own terms hold.</summary>
    Professional,
}

/// <summary>The largest leverage of an instrument class for everyone who is not professional.</summary>
/// <param name="Class">The class.</param>
/// <param name="Leverage">Notional per unit of equity, at least 1.</param>
public sealed record ClassCap(InstrumentClass Class, Ratio Leverage);

/// <summary>The largest leverage of a client class, whatever the instrument.</summary>
/// <param name="Class">The class.</param>
/// <param name="Leverage">Notional per unit of equity, at least 1.</param>
public sealed record ClientCap(ClientClass Class, Ratio Leverage);

/// <summary>Leverage caps of a regime (rules MARG-020, ORDR-010); empty lists for none.</summary>
/// <param name="Instruments">By instrument class: also a floor under initial margin.</param>
/// <param name="Clients">By client class: checked before a trade.</param>
public sealed record LeverageCaps(ImmutableArray<ClassCap> Instruments, ImmutableArray<ClientCap> Clients)
{
    /// <summary>No caps at all.</summary>
    public static LeverageCaps None { get; } = new([], []);

    /// <summary>The cap of an instrument's class for a client, or null when there is none.</summary>
    public Ratio? Of(InstrumentClass instruments, ClientClass client)
    {
        if (client == ClientClass.Professional) return null;
        foreach (var cap in Instruments)
        {
            if (cap.Class == instruments) return cap.Leverage;
        }

        return null;
    }

    /// <summary>The lower of the instrument class's cap and the client class's, or null without any.</summary>
    public Ratio? Lowest(InstrumentClass instruments, ClientClass client)
    {
        var lowest = Of(instruments, client);
        foreach (var cap in Clients)
        {
            if (cap.Class == client && (lowest is null
                || cap.Leverage.CompareTo(lowest.Value) < 0)) lowest = cap.Leverage;
        }

        return lowest;
    }
}
