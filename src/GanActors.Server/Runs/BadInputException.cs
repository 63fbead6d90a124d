namespace GanActors.Server.Runs;

/// <summary>What the user asked for cannot be done; the message says why and what would be right.</summary>
internal sealed class BadInputException(string message) : Exception(message);
