using System.Reflection;
using System.Reflection.Emit;

namespace MarginGrains.House.Tests;

/// <summary>
/// Everything a type names: base, interfaces, signatures, locals, and every type and member in the code of its methods. What
/// the compiler makes of it (nested types) counts as its own.
/// </summary>
internal static class References
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static
        | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => o.Value);

    /// <summary>The types named, generic arguments and elements of arrays apart.</summary>
    public static IEnumerable<Type> TypesIn(Type type) => Named(type).SelectMany(Flatten).Distinct();

    /// <summary>The methods, constructors and fields that the code of a type names.</summary>
    public static IEnumerable<MemberInfo> MembersIn(Type type) => Methods(type).SelectMany(MembersIn).Distinct();

    /// <summary>The instructions of a type's code.</summary>
    public static IEnumerable<OpCode> InstructionsIn(Type type) =>
        Methods(type).SelectMany(m => Read(m).Select(i => i.Code));

    /// <summary>The types of fields, properties, parameters, results and locals, as they stand.</summary>
    public static IEnumerable<Type> Signatures(Type type)
    {
        foreach (var field in type.GetFields(All)) yield return field.FieldType;
        foreach (var property in type.GetProperties(All)) yield return property.PropertyType;
        foreach (var method in Methods(type))
        {
            if (method is MethodInfo { ReturnType: var result }) yield return result;
            foreach (var parameter in method.GetParameters()) yield return parameter.ParameterType;
            foreach (var local in method.GetMethodBody()?.LocalVariables ?? []) yield return local.LocalType;
        }
    }

    public static IEnumerable<Type> Flatten(Type type) => Flatten(type, []);

    /// A constraint may name its own parameter: each is followed once.
    private static IEnumerable<Type> Flatten(Type type, HashSet<Type> followed)
    {
        if (type.HasElementType) return Flatten(type.GetElementType()!, followed);
        if (type.IsGenericParameter)
        {
            return followed.Add(type)
                ? type.GetGenericParameterConstraints().Where(c => c != typeof(object)).SelectMany(c => Flatten(c, followed))
                : [];
        }

        return type.IsConstructedGenericType
            ? type.GetGenericArguments().SelectMany(a => Flatten(a, followed)).Prepend(type.GetGenericTypeDefinition())
            : [type];
    }

    private static IEnumerable<Type> Named(Type type)
    {
        if (type.BaseType is { } parent) yield return parent;
        foreach (var contract in type.GetInterfaces()) yield return contract;
        foreach (var named in Signatures(type)) yield return named;
        foreach (var member in MembersIn(type))
        {
            if (member.DeclaringType is { } owner) yield return owner;
            if (member is Type named) yield return named;
            if (member is MethodInfo { IsGenericMethod: true } generic)
            {
                foreach (var argument in generic.GetGenericArguments()) yield return argument;
            }
        }
    }

    private static IEnumerable<MethodBase> Methods(Type type) =>
        type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All));

    private static IEnumerable<MemberInfo> MembersIn(MethodBase method)
    {
        var ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethodDefinition ? method.GetGenericArguments() : null;
        foreach (var (code, token) in Read(method))
        {
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                yield return method.Module.ResolveMember(token, ofType, ofMethod)!;
            }
        }
    }

    private static IEnumerable<(OpCode Code, int Token)> Read(MethodBase method)
    {
        var il = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < il.Length;)
        {
            var value = il[at] == 0xFE ? unchecked((short)(0xFE00 | il[at + 1])) : il[at];
            var code = OpCodesByValue[value];
            at += code.Size;
            var token = at + 4 <= il.Length ? BitConverter.ToInt32(il, at) : 0;
            yield return (code, token);
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * token,
                _ => 4,
            };
        }
    }
}
