using MarginGrains.Contracts.Marks;

namespace MarginGrains.Grains.Marks;

/// <summary>The receiving end of the price path, as this silo's own pump and other silos' pumps reach it.</summary>
internal sealed class MarkReceiver(MarkBoard board)
{
    public async Task DeliverAsync(MarkBatch batch)
    {
        foreach (var inbox in board.Inboxes()) await inbox.WhenRoomAsync();
        board.Apply(batch);
    }
}
