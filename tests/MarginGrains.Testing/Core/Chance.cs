using CsCheck;

namespace MarginGrains.Testing.Core;

/// <summary>Draws what a case needs from one source of chance.</summary>
public sealed class Chance(PCG source)
{
    /// <summary>A whole number between two bounds, both included.</summary>
    public int Between(int least, int most) => least + (int)source.Next((uint)(most - least + 1));

    /// <summary>True so many times in a hundred.</summary>
    public bool Percent(int percent) => Between(1, 100) <= percent;

    /// <summary>One of several.</summary>
    public T Pick<T>(params IReadOnlyList<T> options) => options[Between(0, options.Count - 1)];

    /// <summary>A price between half and twice another, with up to five digits.</summary>
    public decimal Near(decimal price) => price * Between(50_000, 200_000) / 100_000m;

    /// <summary>The same in any order.</summary>
    public List<T> Shuffle<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        for (var i = list.Count - 1; i > 0; i--)
        {
            var other = Between(0, i);
            (list[i], list[other]) = (list[other], list[i]);
        }

        return list;
    }
}
