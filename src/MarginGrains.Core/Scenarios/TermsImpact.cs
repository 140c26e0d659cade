using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Scenarios;

/// <summary>What a draft would do to an account.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="RegimeId">Its regime.</param>
public readonly record struct AccountImpact(AccountId AccountId, RegimeId RegimeId)
{
    /// <summary>Whether it has figures under the draft.</summary>
    public bool IsPriced { get; init; }

    /// <summary>Whether a margin call would open.</summary>
    public bool IsCalled { get; init; }

    /// <summary>Whether a liquidation would start.</summary>
    public bool IsLiquidated { get; init; }

    /// <summary>Whether it would be restricted to orders that reduce.</summary>
    public bool IsRestricted { get; init; }

    /// <summary>Whether the same would happen to it at that instant without the draft.</summary>
    public bool AlsoWithout { get; init; }

    /// <summary>Σ of the calls that would open, in the account's currency.</summary>
    public Money AmountDue { get; init; }

    /// <summary>What lacks to the target of the liquidation, zero without one.</summary>
    public Money Shortfall { get; init; }

    /// <summary>The regime's ratio without the draft, only where something would happen; null without one.</summary>
    public Ratio? RatioBefore { get; init; }

    /// <summary>The regime's ratio under the draft; null without one.</summary>
    public Ratio? Ratio { get; init; }

    /// <summary>Amount due and shortfall in dollars, by which accounts are ranked; zero without a rate.</summary>
    public Ratio Weight { get; init; }

    /// <summary>Whether anything would happen to it.</summary>
    public bool IsHit => IsCalled || IsLiquidated || IsRestricted;
}

/// <summary>
/// What a change of terms would do to every account, by the judgement of the account itself (rules SCEN-006, SCEN-007).
/// </summary>
public sealed class TermsImpact(TermsDraft draft)
{
    /// <summary>The draft.</summary>
    public TermsDraft Draft { get; } = draft;

    /// <summary>What would happen to an account; null when the draft does not concern it.</summary>
    public AccountImpact? Of(Account account)
    {
        if (!Concerns(account)) return null;
        var with = AccountDecider.Judge(account, Draft.After, Draft.JudgedAt, plansOrders: false);
        var impact = Read(account, with);
        if (!impact.IsHit) return impact;
        var without = AccountDecider.Judge(account, Draft.Before, Draft.JudgedAt, plansOrders: false);
        var before = Read(account, without);
        return impact with
        {
            RatioBefore = Ratio(account, without.Figures, Draft.Before),
            AlsoWithout = (before.IsCalled, before.IsLiquidated, before.IsRestricted)
                == (impact.IsCalled, impact.IsLiquidated, impact.IsRestricted),
        };
    }

    private bool Concerns(Account account)
    {
        if (Draft.RegimeId is { } regime) return account.RegimeId == regime;
        var symbol = Draft.Symbol!.Value;
        if (Draft.ChangesMarks)
        {
            return AccountDependencies.Symbols(account, Draft.After, Draft.JudgedAt).Contains(symbol);
        }

        if (Holds(account.Portfolio, symbol)) return true;
        foreach (var bucket in account.Buckets)
        {
            if (bucket.Symbol == symbol) return true;
        }

        return false;
    }

    private static bool Holds(Portfolio portfolio, Symbol symbol)
    {
        if (portfolio.Find(symbol) is not null) return true;
        foreach (var order in portfolio.Orders)
        {
            if (order.Symbol == symbol) return true;
        }

        return false;
    }

    private AccountImpact Read(Account account, in JudgedAccount judged)
    {
        var impact = new AccountImpact(account.Id, account.RegimeId)
        {
            IsPriced = judged.Figures is not { IsPriced: false },
            Ratio = Ratio(account, judged.Figures, Draft.After),
            AmountDue = Money.Zero(account.Currency),
            Shortfall = Money.Zero(account.Currency),
        };
        foreach (var e in judged.Events) impact = Read(impact, e);
        if (!impact.IsHit) return impact;
        var dollars = Conversion.Find(Draft.After, account.Currency, new("USD"), Draft.JudgedAt);
        return impact with { Weight = Weighed(dollars, impact.AmountDue + impact.Shortfall) };
    }

    private AccountImpact Read(in AccountImpact impact, AccountEvent e) => e switch
    {
        AccountEvent.CallOpened call =>
            impact with { IsCalled = true, AmountDue = impact.AmountDue + call.Call.AmountDue },
        AccountEvent.LiquidationStarted { Basis: { } basis } => impact with
        {
            IsLiquidated = true,
            Shortfall = impact.Shortfall + (Draft.After.FindRegime(impact.RegimeId, Draft.JudgedAt) is { } regime
                ? regime.Liquidation.Target.Shortfall(basis.Figures)
                : default),
        },
        AccountEvent.Restricted => impact with { IsRestricted = true },
        _ => impact,
    };

    private Ratio? Ratio(Account account, MarginFigures? figures, FrozenMarket market) =>
        figures is { IsPriced: true } priced && market.FindRegime(account.RegimeId, Draft.JudgedAt) is { } regime
            ? priced.RatioOf(regime.RegimeRatio)
            : null;

    internal static Ratio Weighed(Conversion dollars, Money amount) =>
        dollars.Status == PricingStatus.Live && dollars.TryOf(amount.Amount, out var worth) ? new(worth) : default;
}
