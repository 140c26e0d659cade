using System.Collections.Immutable;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Statements;

namespace MarginGrains.Contracts.Statements;

/// <summary>Closes trading days from the journal, without waking an account. Any silo answers.</summary>
[Alias("statements")]
public interface IStatementGrain : IGrainWithIntegerKey
{
    /// <summary>One account's day.</summary>
    [Alias("statement")]
    Task<StatementReply> GetAsync(string accountId, DateOnly date);

    /// <summary>The day of the whole book, which of a large one takes minutes.</summary>
    [Alias("day"), ResponseTimeout("00:10:00")]
    Task<BookDayReply> GetDayAsync(DateOnly date);
}

/// <summary>A statement, or why there is none.</summary>
/// <param name="Day">The day that was asked for.</param>
/// <param name="IsOver">Whether its border has passed; before that there is none.</param>
/// <param name="AccountExists">Whether the account has any event.</param>
/// <param name="Statement">Null while the day runs, or before the account was opened.</param>
[GenerateSerializer, Immutable, Alias("statementReply")]
public sealed record StatementReply(
    [property: Id(0)] ClosedDay Day, [property: Id(1)] bool IsOver, [property: Id(2)] bool AccountExists,
    [property: Id(3)] DailyStatement? Statement);

/// <summary>A day of the book.</summary>
/// <param name="Day">The day that was asked for.</param>
/// <param name="Book">Null while the day runs.</param>
[GenerateSerializer, Immutable, Alias("bookDayReply")]
public sealed record BookDayReply([property: Id(0)] ClosedDay Day, [property: Id(1)] BookDay? Book);

/// <summary>The marks that stood at the border of one day; its key is the date.</summary>
[Alias("dayMarks")]
public interface IDayMarksGrain : IGrainWithStringKey
{
    /// <summary>Stores them, unless some are stored already: of several silos the first counts.</summary>
    [Alias("store")]
    Task StoreAsync([Immutable] DayMarks marks);

    /// <summary>What is stored, or nothing.</summary>
    [Alias("get")]
    Task<DayMarks> GetAsync();
}

/// <summary>Marks of one moment.</summary>
[GenerateSerializer, Immutable, Alias("dayMarksList")]
public sealed record DayMarks([property: Id(0)] ImmutableArray<Mark> Items);
