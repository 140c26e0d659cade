using System.Diagnostics.CodeAnalysis;

namespace MarginGrains.Gateway.Http;

/// <summary>Ends a request with problem details. Never leaves the gateway.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Without a kind there is nothing to answer.")]
internal sealed class ProblemException(ProblemKind kind, string detail, params FieldError[] errors) : Exception(detail)
{
    public ProblemKind Kind { get; } = kind;

    public IReadOnlyList<FieldError> Errors { get; } = errors;

    /// <summary>Another status than the kind's own: what is unknown by its address is 404.</summary>
    public int? Status { get; init; }

    public ProblemException(string code, string detail, params FieldError[] errors)
        : this(Problems.Of(code), detail, errors)
    {
    }
}
