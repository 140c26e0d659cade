using MarginGrains.Grains.Liquidation;
using Microsoft.Extensions.Options;

namespace MarginGrains.Grains.Hosting;

[OptionsValidator]
internal sealed partial class MarginGrainsOptionsValidator : IValidateOptions<MarginGrainsOptions>;

[OptionsValidator]
internal sealed partial class SimulatedVenueOptionsValidator : IValidateOptions<SimulatedVenueOptions>;
