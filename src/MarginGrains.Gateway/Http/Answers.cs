using System.Text.Json.Serialization.Metadata;
using MarginGrains.Core.Accounts;
using Microsoft.AspNetCore.Http;

namespace MarginGrains.Gateway.Http;

/// <summary>Answers as results.</summary>
internal static class Answers
{
    public const string ProblemType = "application/problem+json";
    public const string ReplayedHeader = "Idempotent-Replayed";

    public static IResult Ok<T>(T value, JsonTypeInfo<T> type) => Results.Json(value, type);

    public static IResult Json<T>(T value, JsonTypeInfo<T> type, int status) =>
        Results.Json(value, type, statusCode: status);

    public static IResult Problem(ProblemResponse problem) => Results.Json(
        problem, GatewayJson.Plain.ProblemResponse, ProblemType, problem.Status);

    public static IResult Refused(HttpContext context, Refusal refusal) =>
        Problem(ProblemResponse.Of(context, refusal));

    public static ProblemException UnknownAccount(string accountId) =>
        new("account_unknown", $"There is no account {accountId}.");

    /// <summary>Says that the answer is the stored one of an earlier request.</summary>
    public static void MarkReplayed(HttpContext context) => context.Response.Headers[ReplayedHeader] = "true";
}
