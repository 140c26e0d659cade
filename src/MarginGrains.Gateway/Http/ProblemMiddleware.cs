using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MarginGrains.Gateway.Http;

/// <summary>Turns every refusal and failure into problem details; what went wrong inside stays in the log.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Made by the pipeline.")]
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogGone(logger, context.Request.Path);
            return;
        }
        catch (Exception e)
        {
            var kind = Failures.KindOf(e,
                HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));
            Log(context, e, kind);
            if (context.Response.HasStarted)
            {
                context.Abort();
                return;
            }

            await WriteAsync(context, e, kind);
            return;
        }

        await ExplainStatusAsync(context);
    }

    private static async Task WriteAsync(HttpContext context, Exception e, ProblemKind kind)
    {
        var allow = context.Response.Headers.Allow;
        context.Response.Clear();
        context.Response.Headers.Allow = allow;
        SecurityHeaders.Apply(context.Response);
        if (kind.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        var problem = e as ProblemException;
        await Answers.Problem(ProblemResponse.Of(context, kind, problem?.Message ?? kind.Meaning, problem?.Status) with
        {
            Errors = problem?.Errors ?? [],
        }).ExecuteAsync(context);
    }

    /// Routing answers with a bare status: say what it means.
    private static async Task ExplainStatusAsync(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.StatusCode < 400 || response.ContentLength > 0
            || response.ContentType is not null)
        {
            return;
        }

        var (code, detail) = response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ("not_found", $"There is nothing at {context.Request.Path}."),
            StatusCodes.Status405MethodNotAllowed => ("method_not_allowed",
                $"{context.Request.Method} is not allowed at {context.Request.Path}; "
                + $"allowed: {response.Headers.Allow}."),
            StatusCodes.Status413PayloadTooLarge => ("body_too_large", "The body is too large."),
            StatusCodes.Status415UnsupportedMediaType => ("content_type_unsupported", "Bodies are application/json."),
            < 500 => ("request_malformed", "The request cannot be answered."),
            _ => ("internal_error", "The server failed."),
        };
        await WriteAsync(context, new ProblemException(code, detail) { Status = response.StatusCode },
            Problems.Of(code));
    }

    private void Log(HttpContext context, Exception e, ProblemKind kind)
    {
        if (kind.Code == "internal_error") LogFailed(logger, e, context.Request.Method, context.Request.Path);
        else if (kind.Status >= 500) LogUnanswered(logger, e, context.Request.Method, context.Request.Path, kind.Code);
        else LogRefused(logger, context.Request.Method, context.Request.Path, kind.Code);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} was not answered in time ({Code}).")]
    private static partial void LogUnanswered(ILogger logger, Exception exception, string method, string path,
        string code);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Path} was refused ({Code}).")]
    private static partial void LogRefused(ILogger logger, string method, string path, string code);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The caller of {Path} has gone.")]
    private static partial void LogGone(ILogger logger, string path);
}
