using MarginGrains.Core.Primitives;

namespace MarginGrains.Contracts.Insurance;

/// <summary>The insurance fund of one currency; its key is the currency's code.</summary>
[Alias("insuranceFund")]
public interface IInsuranceFundGrain : IGrainWithStringKey
{
    /// <summary>
    /// Books a claim once by its id and answers how it was paid; a repeated claim gets the same answer. A claim below
    /// zero is a fee that the fund receives.
    /// </summary>
    [Alias("claim")]
    Task<ClaimReply> ClaimAsync(string claimId, Money amount);

    /// <summary>What the fund has and what it has paid.</summary>
    [Alias("get")]
    Task<InsuranceFundView> GetAsync();
}

/// <summary>How a claim was paid; the two sum to the claim.</summary>
/// <param name="PaidByFund">As much as the fund had.</param>
/// <param name="PaidByBroker">The rest, the broker's loss.</param>
[GenerateSerializer, Immutable, Alias("claimReply")]
public sealed record ClaimReply([property: Id(0)] Money PaidByFund, [property: Id(1)] Money PaidByBroker);

/// <summary>The fund as it stands.</summary>
/// <param name="Balance">What it has.</param>
/// <param name="Paid">What it has paid so far.</param>
/// <param name="BrokerLoss">What the broker has paid because the fund was empty.</param>
/// <param name="Claims">How many claims.</param>
[GenerateSerializer, Immutable, Alias("insuranceFundView")]
public sealed record InsuranceFundView(
    [property: Id(0)] Money Balance, [property: Id(1)] Money Paid,
    [property: Id(2)] Money BrokerLoss, [property: Id(3)] long Claims)
{
    /// <summary>What it has received as liquidation fees.</summary>
    [Id(4)]
    public Money Received { get; init; }
}
