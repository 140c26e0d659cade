using MarginGrains.Core.Margin;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Margin;

public class ExplanationTests
{
    [Fact]
    [Trait("Rule", "MARG-012")]
    public void AnExplanation_NamesEveryNumberAndItsSource()
    {
        var market = new TestMarket().Add(TestInstruments.Future("FDAX", 25m, 30_000m, 27_000m, "EUR"), TestInstruments.Pair("EURUSD"))
            .Mark("FDAX", 16_000m).Mark("EURUSD", 1.25m);
        var scenario = Account(market, RegimePresets.Futures).Deposits(50_000m).Deposits(100m, "EUR").Fills("FDAX", 1m, 15_990m);
        var explanation = ExplanationBuilder.Explain(scenario.Account.Portfolio, scenario.Regime, market.Set, market.Now);

        explanation.Figures.ShouldBe(scenario.Figures);
        explanation.Nodes.Select(n => (n.Label, n.Rule, n.Amount)).ShouldBe(
        [
            ("Equity", "MARG-001", Amount(50_437.50m)),
            ("Initial margin", "MARG-002", Amount(37_500m)),
            ("Used margin", "MARG-003", Amount(37_500m)),
            ("Maintenance margin", "MARG-002", Amount(33_750m)),
            ("Free margin", "MARG-012", Amount(12_937.50m)),
            ("Excess liquidity", "MARG-012", Amount(16_687.50m)),
        ]);
        explanation.Nodes[0].Children.Select(n => (n.Label, n.Amount)).ShouldBe(
        [
            ("Balance EUR", Amount(125m)), ("Balance USD", Amount(50_000m)), ("Unrealised P&L FDAX", Amount(312.50m)),
        ]);
        var details = explanation.Nodes[1].Children[0].Details.ToDictionary(d => d.Name, d => d.Value);
        explanation.Nodes[1].Children[0].Rule.ShouldBe("MARG-005");
        details["quantity"].ShouldBe("1");
        details["multiplier"].ShouldBe("25");
        details["mark"].ShouldBe("16000");
        details["averagePrice"].ShouldBe("15990");
        details["notional"].ShouldBe("400000.00 EUR");
        details["conversionPair"].ShouldBe("EURUSD 1.25 #2");
        details["markTime"].ShouldBe("2026-01-05T12:00:00.0000000Z");
    }

    [Fact]
    [Trait("Rule", "MARG-011")]
    public void EveryLineOfTheRegime_IsShownAsItStands()
    {
        var market = new TestMarket().Add(TestInstruments.Future()).Mark("ES", 5000m);
        var scenario = Account(market, RegimePresets.Futures).Deposits(12_000m).Fills("ES", 1m, 5000m);
        market.Mark("ES", 4970m);
        var explanation = ExplanationBuilder.Explain(scenario.Account.Portfolio, scenario.Regime, market.Set, market.Now);
        explanation.Lines.Select(l => (l.Name, l.IsCrossed)).ShouldBe(
        [
            ("warning", true), ("warningClear", true), ("call.maintenance", true),
            ("call.maintenance.clear", true), ("stopOut", false), ("liquidationTarget", true),
        ]);
        explanation.Lines[4].Value.ShouldBe(new(0.875m));
        explanation.Lines[4].Line.ShouldBe(RegimePresets.Futures.Liquidation.StopOut);
    }

    [Theory]
    [InlineData("rate", "MARG-004", "initial 0.5, maintenance 0.3 of notional")]
    [InlineData("contract", "MARG-005", "initial 9.00 USD, maintenance 8.00 USD per 10 units")]
    [InlineData("tiers", "MARG-006", "from 0 initial 0.1, maintenance 0.05; from 50 initial 0.2, maintenance 0.1")]
    [InlineData("leverage", "MARG-007", "1:30, maintenance 0.5 of initial")]
    public void EachKindOfTerms_HasItsRuleAndItsWords(string kind, string rule, string text)
    {
        var terms = kind switch
        {
            "rate" => TestInstruments.Rate(0.5m, 0.3m),
            "contract" => TestInstruments.PerContract(9m, 8m, unitsPerContract: 10m),
            "tiers" => TestInstruments.Tiers((0m, 0.1m, 0.05m), (50m, 0.2m, 0.1m)),
            _ => TestInstruments.Leverage(30m),
        };
        var market = new TestMarket().Add(TestInstruments.Cfd("X").On(terms)).Mark("X", 10m);
        var scenario = Account(market, RegimePresets.FxRetail).Deposits(100_000m).Fills("X", 1m, 10m);
        var node = ExplanationBuilder.Explain(scenario.Account.Portfolio, scenario.Regime, market.Set, market.Now).Nodes[1];
        node.Children[0].Rule.ShouldBe(rule);
        node.Children[0].Details.Single(d => d.Name == "terms").Value.ShouldBe(text);
    }
}
