namespace MarginGrains.Gateway.Http;

/// <summary>One thing wrong with a request.</summary>
/// <param name="Field">Where: a path in the body such as <c>prices[3].time</c>, or the name of a parameter.</param>
/// <param name="Code">What kind.</param>
/// <param name="Reason">A sentence.</param>
internal sealed record FieldError(string Field, string Code, string Reason);
