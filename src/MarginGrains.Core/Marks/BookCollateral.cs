using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Marks;

/// <summary>
/// What all accounts together hold of a security as collateral: a book-level factor, published as a versioned term.
/// </summary>
/// <param name="Symbol">The security.</param>
/// <param name="Quantity">Units, not negative.</param>
/// <param name="Version">Rises with each publication.</param>
public sealed record BookCollateral(Symbol Symbol, Quantity Quantity, long Version);
