using System.Globalization;
using System.Net;
using System.Text;
using MarginGrains.Gateway.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>What the type of a problem leads to: a page for people, one per code.</summary>
internal static class ProblemPages
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/problems", () => Html("Problems", List()));
        endpoints.MapGet("/problems/{code}", (string code) => Problems.Find(code) is { } kind
            ? Html(kind.Title, Body(kind))
            : throw new ProblemException("not_found", $"There is no problem with the code {code}."));
    }

    private static IResult Html(string title, string body) => Results.Content(
        $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{Text(title)} · MarginGrains</title>
          <link rel="icon" href="/favicon.svg" type="image/svg+xml">
          <link rel="stylesheet" href="/css/tokens.css">
          <link rel="stylesheet" href="/css/problem.css">
        </head>
        <body>
        <main>
        <h1>{Text(title)}</h1>
        {body}
        </main>
        </body>
        </html>

        """,
        "text/html; charset=utf-8");

    private static string Body(ProblemKind kind) =>
        $"""
        <p>{Text(kind.Meaning)}</p>
        <h2>What to do</h2>
        <p>{Text(kind.Remedy)}</p>
        <dl>
          <dt>Code</dt><dd><code>{Text(kind.Code)}</code></dd>
          <dt>Status</dt><dd>{Status(kind)}</dd>
          <dt>May succeed when repeated</dt><dd>{(kind.IsRetryable ? "yes" : "no")}</dd>
        </dl>
        <p><a href="/problems">All problems</a></p>
        """;

    private static string Status(ProblemKind kind) => kind.Status == 0
        ? "given with the item of a batch"
        : kind.Status.ToString(CultureInfo.InvariantCulture);

    private static string List()
    {
        var list = new StringBuilder("<ul>\n");
        foreach (var kind in Problems.All)
        {
            list.Append(CultureInfo.InvariantCulture,
                $"<li><a href=\"{kind.Type}\"><code>{Text(kind.Code)}</code></a> {Text(kind.Title)}</li>\n");
        }

        return list.Append("</ul>").ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
