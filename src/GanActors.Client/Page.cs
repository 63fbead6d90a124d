namespace GanActors.Client;

/// <summary>Some of a longer list.</summary>
/// <param name="Items">In order.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Next">What to ask for what comes after (<c>after</c>); null if nothing does.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total, string? Next);
