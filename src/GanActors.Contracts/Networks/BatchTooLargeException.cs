namespace GanActors.Networks;

/// <summary>A batch, or the message it is part of, is larger than what may cross between two machines. Nothing was sent.</summary>
/// <param name="message">What was to be sent, how large it is, and how large it may be.</param>
public sealed class BatchTooLargeException(string message) : InvalidOperationException(message);
