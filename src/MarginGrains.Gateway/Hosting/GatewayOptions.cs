using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Hosting;

/// <summary>Settings of a gateway.</summary>
public sealed class GatewayOptions
{
    /// <summary>Into how many partitions accounts are divided; the same number as the silos'. Default 64.</summary>
    [Range(1, 4096)]
    public int Partitions { get; set; } = 64;

    /// <summary>The longest body of a request, in bytes. Default 1 MiB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int RequestBodyLimit { get; set; } = 1024 * 1024;

    /// <summary>The longest body of a batch, in bytes. Default 4 MiB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int BatchBodyLimit { get; set; } = 4 * 1024 * 1024;

    /// <summary>How many events may wait for one follower before it reads the journal instead. Default 1,024.</summary>
    [Range(1, 1_000_000)]
    public int EventBacklog { get; set; } = 1024;

    /// <summary>How often a silent event stream says that it is alive. Default 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);
}

[OptionsValidator]
internal sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>;
