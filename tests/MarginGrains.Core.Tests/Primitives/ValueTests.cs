using MarginGrains.Core.Primitives;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Primitives;

public class ValueTests
{
    [Fact]
    public void AmountsOfDifferentCurrencies_DoNotMix()
    {
        Should.Throw<InvalidOperationException>(() => Amount(1m) + Amount(1m, "EUR"));
        Should.Throw<InvalidOperationException>(() => Amount(1m) < Amount(1m, "EUR"));
        Should.Throw<InvalidOperationException>(() => Amount(0m) - Amount(0m, "EUR"), "zero of a currency is of a currency");
        (default(Money) + Amount(1m, "EUR")).ShouldBe(Amount(1m, "EUR"));
        (Amount(1m, "EUR") - default(Money)).ShouldBe(Amount(1m, "EUR"));
    }

    [Theory]
    [InlineData(1234.5, "USD", "1234.50 USD")]
    [InlineData(-3, "JPY", "-3 JPY")]
    [InlineData(0.1, "BTC", "0.10000000 BTC")]
    [InlineData(0.001, "USD", "0.001 USD")]
    public void Money_IsWrittenForPeople(decimal amount, string currency, string text) =>
        Amount(amount, currency).ToString().ShouldBe(text);

    [Theory]
    [InlineData("USD", 2)]
    [InlineData("JPY", 0)]
    [InlineData("TWD", 0)]
    [InlineData("KWD", 3)]
    [InlineData("BTC", 8)]
    [InlineData("USDT", 2)]
    public void ACurrency_HasItsMinorUnit(string code, int decimals) =>
        new Currency(code).MinorUnitDecimals.ShouldBe(decimals);

    [Theory]
    [InlineData("US")]
    [InlineData("usd")]
    [InlineData("ABCDEFGHIJK")]
    [InlineData("U D")]
    [InlineData("")]
    public void AMalformedCurrency_IsRefused(string code) => Should.Throw<ArgumentException>(() => new Currency(code));

    [Theory]
    [InlineData("a", true)]
    [InlineData("A.b_c-9", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("ä", false)]
    [InlineData("a/b", false)]
    [InlineData("a\n", false)]
    public void Identifiers_AreOfOneForm(string text, bool valid)
    {
        Identifier.IsValid(text).ShouldBe(valid);
        Action[] wraps =
        [
            () => _ = new AccountId(text), () => _ = new Symbol(text), () => _ = new RegimeId(text), () => _ = new OperationId(text),
        ];
        foreach (var wrap in wraps)
        {
            if (valid) wrap();
            else Should.Throw<ArgumentException>(wrap);
        }
    }

    [Fact]
    public void AnIdentifier_HasAtMostSixtyFourCharacters()
    {
        Identifier.IsValid(new('x', 64)).ShouldBeTrue();
        Identifier.IsValid(new('x', 65)).ShouldBeFalse();
        new OrderId($"liq-{new string('x', 64)}-12345").Value.Length.ShouldBe(74);
        Should.Throw<ArgumentException>(() => new OrderId(""));
    }

    [Fact]
    public void APrice_IsAboveZero()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Price(0m));
        Should.Throw<ArgumentOutOfRangeException>(() => new Price(-1m));
    }

    [Theory]
    [InlineData(10, 5, true)]
    [InlineData(-10, 5, true)]
    [InlineData(0.003, 0.001, true)]
    [InlineData(0.0035, 0.001, false)]
    [InlineData(1, 0, false)]
    public void AQuantity_IsAWholeNumberOfLotsOrNot(decimal quantity, decimal lot, bool whole) =>
        new Quantity(quantity).IsMultipleOf(new(lot)).ShouldBe(whole);

    [Fact]
    public void AmountsByCurrency_StaySortedAndNeverZero()
    {
        var amounts = MoneySet.Add(MoneySet.Add(MoneySet.Add([], Amount(1m)), Amount(2m, "EUR")), Amount(3m, "GBP"));
        amounts.Select(a => a.Currency.Code).ShouldBe(["EUR", "GBP", "USD"]);
        MoneySet.Add(amounts, Amount(-3m, "GBP")).Select(a => a.Currency.Code).ShouldBe(["EUR", "USD"]);
        MoneySet.Add(amounts, default).ShouldBe(amounts);
        MoneySet.Of(amounts, new("JPY")).ShouldBe(Amount(0m, "JPY"));
    }
}
