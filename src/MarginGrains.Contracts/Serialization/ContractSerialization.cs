using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace MarginGrains.Contracts.Serialization;

/// <summary>How messages travel between silos and gateways.</summary>
public static class ContractSerialization
{
    /// <summary>
    /// Core's types, which carry no attributes of any serializer, travel as JSON; the contracts' own as Orleans's.
    /// </summary>
    public static ISerializerBuilder AddMarginGrainsSerialization(this ISerializerBuilder builder)
    {
        // Without this a caller on another silo would be told that an exception has no codec, not what went wrong.
        builder.Services.Configure<ExceptionSerializationOptions>(o =>
            o.SupportedNamespacePrefixes.Add("MarginGrains"));
        return builder.AddJsonSerializer(
            type => type.Namespace?.StartsWith("MarginGrains.Core", StringComparison.Ordinal) == true,
            CoreJson.Options);
    }
}
