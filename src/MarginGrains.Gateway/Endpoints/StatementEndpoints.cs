using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Statements;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>Trading days that are over: one account's statement, and the whole book.</summary>
internal static class StatementEndpoints
{
    private const int FirstYear = 1970;
    private const int LastYear = 2099;

    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapGet("/accounts/{accountId}/statements/{date}", GetStatement);
        v1.MapGet("/trading-days/{date}", GetDay);
    }

    private static async Task<IResult> GetStatement(
        string accountId, string date, HttpContext context, GatewayGrains grains)
    {
        new QueryFields(context).ThrowIfAny();
        var reply = await grains.Statements.GetAsync(Ids.Account(accountId), DateOf(date));
        if (!reply.AccountExists) throw Answers.UnknownAccount(accountId);
        if (!reply.IsOver) throw Running(reply.Day);
        var statement = reply.Statement ?? throw new ProblemException("statement_unknown",
            $"{accountId} was opened after the trading day {date}.");
        return Answers.Ok(StatementResponse.Of(statement), GatewayJson.Plain.StatementResponse);
    }

    private static async Task<IResult> GetDay(string date, HttpContext context, GatewayGrains grains)
    {
        new QueryFields(context).ThrowIfAny();
        var reply = await grains.Statements.GetDayAsync(DateOf(date));
        var book = reply.Book ?? throw Running(reply.Day);
        return Answers.Ok(TradingDayResponse.Of(book), GatewayJson.Plain.TradingDayResponse);
    }

    private static DateOnly DateOf(string text) =>
        Rfc3339.TryParseDay(text, out var date) && date.Year is >= FirstYear and <= LastYear
            ? date
            : throw new ProblemException("time_malformed",
                $"'{(text.Length > 40 ? text[..40] : text)}' is no day such as 2026-12-24, from 1970 to 2099.",
                new FieldError("date", "time_malformed", "A day such as 2026-12-24 is expected."));

    private static ProblemException Running(ClosedDay day) => new("day_not_over",
        $"The trading day {day.Date:yyyy-MM-dd} ends at {Wire.Time(day.Until)}.");
}
