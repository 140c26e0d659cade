using System.Text.Json;
using MarginGrains.Contracts.Insurance;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Ports;
using Microsoft.Extensions.Options;

namespace MarginGrains.Grains.Insurance;

internal sealed class InsuranceFundGrain(
    [PersistentState(InsuranceFundDocument.StateName)] IPersistentState<InsuranceFundDocument> document,
    IReplyStore replies,
    IOptions<MarginGrainsOptions> options) : Grain, IInsuranceFundGrain
{
    private const string Kind = "claim";

    private Currency Currency => new(this.GetPrimaryKeyString());

    private string Owner => $"fund-{this.GetPrimaryKeyString()}";

    public async Task<ClaimReply> ClaimAsync(string claimId, Money amount)
    {
        if (await replies.FindAsync(Owner, Kind, claimId, CancellationToken.None) is { } stored)
        {
            return JsonSerializer.Deserialize(stored.Body, GrainsJson.Of<ClaimReply>())!;
        }

        var fund = View();
        var paid = Money.Min(amount, fund.Balance);
        var reply = new ClaimReply(paid, amount - paid);
        var previous = document.State;
        document.State = new()
        {
            Balance = fund.Balance - paid,
            Paid = amount.IsPositive ? fund.Paid + paid : fund.Paid,
            Received = amount.IsPositive ? fund.Received : fund.Received - amount,
            BrokerLoss = fund.BrokerLoss + reply.PaidByBroker,
            Claims = fund.Claims + 1,
            PendingReplies =
                [new(Owner, Kind, claimId, "", JsonSerializer.Serialize(reply, GrainsJson.Of<ClaimReply>()))],
        };
        try
        {
            await document.WriteStateAsync();
        }
        catch
        {
            // Memory may be ahead of the database or behind it: the next call starts from what is stored.
            document.State = previous;
            DeactivateOnIdle();
            throw;
        }

        return reply;
    }

    public Task<InsuranceFundView> GetAsync() => Task.FromResult(View());

    private InsuranceFundView View()
    {
        var nothing = Money.Zero(Currency);
        return new(
            document.State.Balance ?? new(options.Value.InsuranceFund, Currency),
            document.State.Paid ?? nothing, document.State.BrokerLoss ?? nothing, document.State.Claims)
        {
            Received = document.State.Received ?? nothing,
        };
    }
}
