namespace GanActors.Client;

/// <summary>What a server is.</summary>
/// <param name="Version">Of the program.</param>
/// <param name="Stack"><c>embedded</c> or <c>cluster</c>.</param>
/// <param name="Cluster">The cluster it is a part of, without passwords; null for none.</param>
/// <param name="Home">The folder with <c>runs/</c> and <c>sweeps/</c>.</param>
/// <param name="Data">The data directory.</param>
/// <param name="QuickStart">The recipe that a newcomer trains.</param>
public sealed record ServerInfo(string Version, string Stack, string? Cluster, string Home, string Data, string QuickStart);

/// <summary>Who asks, and what they may.</summary>
/// <param name="User">The key's name, or the name that the reverse proxy tells; null for nobody.</param>
/// <param name="Scope"><c>admin</c>, <c>read</c>, or <c>none</c>: a key is needed.</param>
/// <param name="Auth">Who is let in: <c>none</c> (this machine's users, without a key), <c>key</c> or <c>proxy</c>.</param>
/// <param name="Csrf">To be sent as <c>X-CSRF-Token</c> with whatever changes something, by pages that are signed in; null for others.</param>
public sealed record SessionInfo(string? User, string Scope, string Auth, string? Csrf);

/// <summary>Signs a page in.</summary>
/// <param name="Key">An API key.</param>
public sealed record SignIn(string Key);

/// <summary>Something is wrong with a request, as RFC 9457 has it (<c>application/problem+json</c>).</summary>
/// <param name="Title">What, in a few words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong and what would be right.</param>
/// <param name="Errors">The fields at fault; null or empty if no field is.</param>
public sealed record Problem(string? Title, int Status, string? Detail, IReadOnlyList<FieldError>? Errors);

/// <summary>What is wrong with a field, or a place of a text.</summary>
/// <param name="Field">The request's field: <c>yaml</c>, <c>set[0]</c>, <c>limit</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="Key">The dotted path in the recipe or sweep that is at fault; null for none.</param>
/// <param name="Line">Its line in the text, from 1; null if no line is meant.</param>
/// <param name="Column">Its column, from 1; null if none is meant.</param>
public sealed record FieldError(string Field, string Message, string? Key = null, int? Line = null, int? Column = null);
