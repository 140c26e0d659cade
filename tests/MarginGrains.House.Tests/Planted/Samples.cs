// Wrong on purpose: the tests of this project have to catch what stands here.
#pragma warning disable CA1822, CA1812, CA1852, IDE0060, CA5394, CA1823

using MarginGrains.House.Planted.Accounts;

namespace MarginGrains.House.Planted.Accounts
{
    internal static class Upper
    {
        public static string Name => "upper";
    }
}

namespace MarginGrains.House.Planted.Primitives
{
    /// Reaches up in the code of a method only; no signature shows it.
    internal sealed class ReachesUpInCode
    {
        public int Length() => Upper.Name.Length;
    }

    internal sealed class ReachesUpInALambda
    {
        public Func<string> Name() => () => Upper.Name;
    }

    internal sealed class ReachesUpInATypeArgument
    {
        public List<Type> Types { get; } = [typeof(Upper)];
    }

    internal sealed class ReachesNowhere
    {
        public int Length() => "lower".Length;
    }
}

namespace MarginGrains.House.Planted.Impure
{
    internal sealed class HasADoubleField
    {
        public double Rate = 1;
    }

    internal sealed class HasADoubleInAnExpression
    {
        public bool IsLong(TimeSpan time) => time.TotalHours > 1;
    }

    internal sealed class HasAFloatLocal
    {
        public int Rounded(int value)
        {
            var half = value / 2f;
            return (int)half;
        }
    }

    internal sealed class ReadsTheClock
    {
        public bool IsLate(DateTimeOffset due) => DateTimeOffset.UtcNow > due;
    }

    internal sealed class Waits
    {
        public async Task Wait() => await Task.Yield();
    }

    internal sealed class ComparesWithItself
    {
        public int Compare<T>(T one, T other)
            where T : IComparable<T> => one.CompareTo(other);
    }

    internal sealed class IsPure
    {
        public decimal Half(decimal value) => value / 2m;
    }
}
