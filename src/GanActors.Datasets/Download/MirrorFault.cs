namespace GanActors.Datasets;

/// <summary>One mirror failed; the next may not.</summary>
internal sealed class MirrorFault(string message, Exception? inner = null) : Exception(message, inner);
