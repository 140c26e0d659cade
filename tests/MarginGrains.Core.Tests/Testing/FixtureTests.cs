using MarginGrains.Core.Positions;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using MarginGrains.Testing.MarketData;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Testing;

/// <summary>What the other tests lean on.</summary>
public class FixtureTests
{
    [Fact]
    public void TheSameSeedAndNumber_GiveTheSameCase()
    {
        var once = RandomCases.Cases.Generate(Seed.OfCase(3), null, out _);
        var again = RandomCases.Cases.Generate(Seed.OfCase(3), null, out _);
        Exactly.Same(once.Portfolio, again.Portfolio);
        Exactly.Text(RandomCases.Cases.Generate(Seed.OfCase(4), null, out _).Portfolio).ShouldNotBe(Exactly.Text(once.Portfolio));
        Seed.Choose("17:4").ShouldBe((17ul, 4u));
        Seed.Choose("17").ShouldBe((17ul, null));
        Seed.Choose(null).Case.ShouldBeNull();
    }

    [Fact]
    public void WhatHoldsTheSame_IsTheSame_ThoughRecordsDisagree()
    {
        var one = Portfolio.Empty(new("USD")).Add(Amount(1.50m));
        var other = Portfolio.Empty(new("USD")).Add(Amount(1.5m));
        one.ShouldNotBe(other, "records compare arrays by reference");
        Exactly.Same(one, other);
        Should.Throw<ShouldAssertException>(() => Exactly.Same(one, other.Add(Amount(0.01m))));
    }

    [Fact]
    public void TestsOnMarketData_AreSkippedOnlyWhenNoFolderIsNamed()
    {
        MarketDataFolder.ReasonFor(null).ShouldBe("MARGINGRAINS_MARKET_DATA is not set: no market data to read");
        MarketDataFolder.ReasonFor("").ShouldNotBeNull();
        MarketDataFolder.ReasonFor("anywhere").ShouldBeNull();
        Should.Throw<FileNotFoundException>(() => MarketDataFolder.File(Path.GetTempPath(), "no-such-file.csv"));
        new MarketDataFactAttribute().Skip.ShouldBe(MarketDataFolder.SkipReason);
        new MarketDataTheoryAttribute().Skip.ShouldBe(MarketDataFolder.SkipReason);
    }

    [Fact]
    public void ALawThatBreaks_SaysHowToRepeatIt()
    {
        var broken = Should.Throw<Xunit.Sdk.XunitException>(
            () => Law.Holds(new Silent(), CsCheck.Gen.Const(5), 3, n => n.ShouldBe(6)));
        broken.Message.ShouldStartWith($"MG_SEED={Seed.Value}:{Seed.OnlyCase ?? 0}");
    }

    private sealed class Silent : Xunit.Abstractions.ITestOutputHelper
    {
        public void WriteLine(string message)
        {
        }

        public void WriteLine(string format, params object[] args)
        {
        }
    }
}
