using System.Collections.Concurrent;
using MarginGrains.Core.Marks;
using MarginGrains.Grains.Marks;

namespace MarginGrains.Grains.Tests.Marks;

/// <summary>A monitor that only notes down which boards it saw, as every monitor of the silo did.</summary>
internal sealed class BoardListener : IAsyncDisposable
{
    private readonly ConcurrentQueue<BoardChange> changes = new();
    private readonly MonitorInbox inbox = new(1_000_000);
    private readonly MarkBoard board;
    private readonly string? symbol;
    private readonly Task reading;

    public BoardListener(MarkBoard board, string? symbol = null)
    {
        this.board = board;
        this.symbol = symbol;
        board.Subscribe(inbox);
        inbox.Done(0, isUnfinished: false);
        reading = ReadAsync();
    }

    /// <summary>Every step of the board, in order.</summary>
    public IReadOnlyList<BoardChange> Changes => [.. changes];

    /// <summary>Every mark, of the one instrument if one was named.</summary>
    public IEnumerable<Mark> Marks => Changes.Select(c => c.Item.Mark).OfType<Mark>()
        .Where(m => symbol is null || m.Symbol.Value == symbol);

    public async ValueTask DisposeAsync()
    {
        board.Unsubscribe(inbox);
        inbox.Close();
        await reading;
    }

    private async Task ReadAsync()
    {
        await foreach (var items in inbox.ReadAsync())
        {
            foreach (var change in items!) changes.Enqueue(change);
            inbox.Done(items.Count, isUnfinished: false);
        }
    }
}
