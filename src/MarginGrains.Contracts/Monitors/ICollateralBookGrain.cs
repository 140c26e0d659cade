namespace MarginGrains.Contracts.Monitors;

/// <summary>
/// Sums the collateral of all accounts about once a minute and publishes what caps over the whole book depend on; there
/// is one, under the key 0.
/// </summary>
[Alias("collateralBook")]
public interface ICollateralBookGrain : IGrainWithIntegerKey
{
    /// <summary>Brings it up when it is not.</summary>
    [Alias("ping")]
    Task PingAsync();

    /// <summary>Sums and publishes now.</summary>
    [Alias("publish")]
    Task PublishAsync();
}
