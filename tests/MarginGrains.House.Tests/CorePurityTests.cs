using System.Reflection;
using System.Reflection.Emit;
using System.Xml.Linq;
using MarginGrains.Core.Accounts;

namespace MarginGrains.House.Tests;

/// <summary>Core has no package, no binary floating point, no clock, no chance, no task.</summary>
public class CorePurityTests
{
    private static readonly Type[] Floating = [typeof(double), typeof(float), typeof(Half)];

    private static readonly OpCode[] FloatingCodes =
    [
        OpCodes.Ldc_R4, OpCodes.Ldc_R8, OpCodes.Conv_R4, OpCodes.Conv_R8, OpCodes.Conv_R_Un,
        OpCodes.Ldelem_R4, OpCodes.Ldelem_R8, OpCodes.Stelem_R4, OpCodes.Stelem_R8, OpCodes.Ldind_R4, OpCodes.Ldind_R8,
    ];

    private static readonly Type[] Foreign =
        [typeof(Random), typeof(TimeProvider), typeof(TimeZoneInfo), typeof(System.Diagnostics.Stopwatch)];

    [Fact]
    public void Core_HasNoPackageButAnalyzers()
    {
        var project = XDocument.Load(Path.Combine(Repository.Core, "MarginGrains.Core.csproj"));
        var packages = project.Descendants("PackageReference").ToList();
        packages.ShouldAllBe(p => (string?)p.Attribute("PrivateAssets") == "all");
        packages.Select(p => (string)p.Attribute("Include")!).ShouldBe(["Microsoft.CodeAnalysis.BannedApiAnalyzers"]);
        project.Descendants("FrameworkReference").ShouldBeEmpty();
        project.Descendants("AdditionalFiles").Select(f => (string)f.Attribute("Include")!).ShouldContain("BannedSymbols.txt");
        typeof(Account).Assembly.GetReferencedAssemblies().Select(a => a.Name!)
            .ShouldAllBe(n => n.StartsWith("System.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("P:System.DateTime.UtcNow")]
    [InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("T:System.TimeProvider")]
    [InlineData("T:System.Random")]
    [InlineData("M:System.Guid.NewGuid")]
    [InlineData("T:System.Threading.Tasks.Task")]
    public void TheList_OfWhatIsBanned_NamesIt(string symbol) =>
        File.ReadLines(Path.Combine(Repository.Core, "BannedSymbols.txt")).Select(l => l.Split(';')[0]).ShouldContain(symbol);

    [Fact]
    public void Core_IsPure() => typeof(Account).Assembly.GetTypes().SelectMany(Impurities).ShouldBeEmpty();

    [Theory]
    [InlineData("HasADoubleField", true)]
    [InlineData("HasADoubleInAnExpression", true)]
    [InlineData("HasAFloatLocal", true)]
    [InlineData("ReadsTheClock", true)]
    [InlineData("Waits", true)]
    [InlineData("IsPure", false)]
    [InlineData("ComparesWithItself", false)]
    public void AnImpurity_IsCaught(string name, bool caught)
    {
        var planted = GetType().Assembly.GetType($"MarginGrains.House.Planted.Impure.{name}", throwOnError: true)!;
        Impurities(planted).Any().ShouldBe(caught);
    }

    private static IEnumerable<string> Impurities(Type type)
    {
        foreach (var named in References.Signatures(type).SelectMany(References.Flatten).Concat(References.TypesIn(type)).Distinct())
        {
            if (Floating.Contains(named)) yield return $"{type.FullName} has a {named.Name}";
            if (IsForeign(named)) yield return $"{type.FullName} names {named.FullName}";
        }

        foreach (var code in References.InstructionsIn(type).Intersect(FloatingCodes)) yield return $"{type.FullName} does {code}";
        foreach (var member in References.MembersIn(type))
        {
            if (member is MethodInfo { ReturnType: var result } && References.Flatten(result).Any(Floating.Contains))
            {
                yield return $"{type.FullName} calls {member.DeclaringType?.Name}.{member.Name}, which is floating";
            }

            if (IsClock(member)) yield return $"{type.FullName} calls {member.DeclaringType?.Name}.{member.Name}";
        }
    }

    private static bool IsForeign(Type type) => Foreign.Contains(type)
        || type.Namespace is "System.Threading.Tasks" or "System.Threading" or "System.IO" or "System.Net"
        || typeof(Task).IsAssignableFrom(type);

    /// The compiler's own iterators ask for their thread; nothing else of the environment is known to Core.
    private static bool IsClock(MemberInfo member) =>
        (member.DeclaringType == typeof(Environment) && member.Name != "get_CurrentManagedThreadId")
        || (member.DeclaringType == typeof(DateTime) || member.DeclaringType == typeof(DateTimeOffset))
            && member.Name is "get_Now" or "get_UtcNow" or "get_Today"
        || (member.DeclaringType == typeof(Guid) && member.Name.StartsWith("New", StringComparison.Ordinal));
}
