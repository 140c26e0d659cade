using System.Numerics;
using System.Text;

namespace MarginGrains.Host.Market;

/// <summary>
/// Random numbers that are the same for a seed on every machine and .NET version, which System.Random does not promise:
/// xoshiro256** of Blackman and Vigna, seeded by their splitmix64. Doubles are made with + - * alone, which IEEE 754
/// rounds exactly; Math.Log, Exp or Sin may differ in the last bit between platforms.
/// </summary>
internal sealed class MarketRandom
{
    private const int UniformsPerNormal = 12;
    private const double UnitOf53Bits = 1.0 / (1L << 53);
    private ulong _a, _b, _c, _d;

    public MarketRandom(ulong seed)
    {
        _a = Split(ref seed);
        _b = Split(ref seed);
        _c = Split(ref seed);
        _d = Split(ref seed);
    }

    /// <summary>
    /// A sequence of its own for a name, so that one instrument more does not change those of the others.
    /// </summary>
    public static MarketRandom For(ulong seed, string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var octet in Encoding.UTF8.GetBytes(name))
            hash = unchecked((hash ^ octet) * 1099511628211UL);
        return new MarketRandom(seed ^ hash);
    }

    public ulong Next()
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
            var shifted = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= shifted;
            _d = BitOperations.RotateLeft(_d, 45);
            return result;
        }
    }

    /// <summary>Evenly from [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * UnitOf53Bits;

    /// <summary>
    /// Mean 0, variance 1, within ±6: the sum of twelve uniforms. Its tails are thinner than the normal distribution's;
    /// the market's fat ones come from jumps.
    /// </summary>
    public double Normal()
    {
        var sum = 0.0;
        for (var i = 0; i < UniformsPerNormal; i++)
            sum += Uniform();
        return sum - UniformsPerNormal / 2;
    }

    private static ulong Split(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }
}
