using System.Text.Json;

namespace MarginGrains.Storage.Hosting;

/// <summary>
/// How states are written as documents. The caller registers it, because it knows the types; a type that the options
/// cannot resolve is an error at its first use.
/// </summary>
/// <param name="Options">Options with a resolver for every state type.</param>
public sealed record StorageJson(JsonSerializerOptions Options);
