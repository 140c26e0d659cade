using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using Shouldly;

namespace MarginGrains.Testing.Core;

/// <summary>
/// Compares what records hold, collections element by element: records themselves compare immutable arrays by reference.
/// </summary>
public static class Exactly
{
    private const BindingFlags Instance = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    private static readonly Assembly CoreAssembly = typeof(Account).Assembly;

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    /// <summary>Throws unless both hold the same, down to the last digit.</summary>
    public static void Same(object? actual, object? expected) => Text(actual).ShouldBe(Text(expected));

    /// <summary>Everything a value holds, as text; trailing zeros of decimals do not count.</summary>
    public static string Text(object? value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string or Currency or Price or Quantity or Ratio or Money or Enum:
                text.Append(value);
                break;
            case decimal number:
                text.Append(DecimalText.Format(number));
                break;
            case DateTimeOffset instant:
                text.Append(instant.ToString("O", CultureInfo.InvariantCulture));
                break;
            case IEnumerable list:
                WriteList(text, list, depth);
                break;
            default:
                WriteOther(text, value, depth);
                break;
        }
    }

    private static void WriteList(StringBuilder text, IEnumerable list, int depth)
    {
        if (list.GetType() is { IsGenericType: true } type && type.Name.StartsWith("ImmutableArray", StringComparison.Ordinal)
            && (bool)type.GetProperty("IsDefault")!.GetValue(list)!)
        {
            text.Append("default");
            return;
        }

        foreach (var item in list)
        {
            text.Append('\n').Append(' ', depth).Append("- ");
            Write(text, item, depth + 2);
        }
    }

    private static void WriteOther(StringBuilder text, object value, int depth)
    {
        var type = value.GetType();
        if (type.Assembly != CoreAssembly)
        {
            text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
            return;
        }

        text.Append(type.Name);
        foreach (var property in Properties.GetOrAdd(type, Readable))
        {
            text.Append('\n').Append(' ', depth).Append(property.Name).Append(": ");
            Write(text, property.GetValue(value), depth + 2);
        }
    }

    private static PropertyInfo[] Readable(Type type) =>
    [
        .. type.GetProperties(Instance)
            .Where(p => p.CanRead && p.GetIndexParameters().Length == 0 && p.Name != "EqualityContract")
            .OrderBy(p => p.Name, StringComparer.Ordinal),
    ];
}
