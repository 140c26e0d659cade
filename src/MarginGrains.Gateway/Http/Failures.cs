using Microsoft.AspNetCore.Http;

namespace MarginGrains.Gateway.Http;

/// <summary>What an exception from below means to the caller.</summary>
internal static class Failures
{
    /// <param name="exception">From a grain call or from the server.</param>
    /// <param name="isRead">Whether nothing could have been stored.</param>
    public static ProblemKind KindOf(Exception exception, bool isRead) => exception switch
    {
        ProblemException problem => problem.Kind,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Problems.Of("body_too_large"),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => Problems.Of("request_timeout"),
        BadHttpRequestException => Problems.Of("request_malformed"),
        LimitExceededException or GatewayTooBusyException => Problems.Of("overloaded"),

        // Decisions compute before they write: nothing was stored.
        OverflowException => Problems.Of("numbers_too_large"),
        TimeoutException or OrleansException or OperationCanceledException =>
            Problems.Of(isRead ? "unavailable" : "outcome_unknown"),
        _ => Problems.Of("internal_error"),
    };
}
