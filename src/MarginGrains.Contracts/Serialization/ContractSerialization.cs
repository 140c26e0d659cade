using Orleans.Serialization;

namespace MarginGrains.Contracts.Serialization;

/// <summary>How messages travel between silos and gateways.</summary>
public static class ContractSerialization
{
    /// <summary>Core's types, which carry no attributes of any serializer, travel as JSON; the contracts' own as Orleans's.</summary>
    public static ISerializerBuilder AddMarginGrainsSerialization(this ISerializerBuilder builder) =>
        builder.AddJsonSerializer(
            type => type.Namespace?.StartsWith("MarginGrains.Core", StringComparison.Ordinal) == true,
            CoreJson.Options);
}
