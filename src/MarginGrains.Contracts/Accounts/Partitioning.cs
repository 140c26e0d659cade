using System.Text;

namespace MarginGrains.Contracts.Accounts;

/// <summary>Which partition an account belongs to: the same on every machine and in every process.</summary>
public static class Partitioning
{
    /// <summary>FNV-1a (32 bit) of the id's UTF-8 bytes, modulo the number of partitions.</summary>
    public static int Of(string accountId, int partitions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(accountId)) hash = unchecked((hash ^ b) * 16777619u);
        return (int)(hash % (uint)partitions);
    }
}
