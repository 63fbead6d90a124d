namespace GanActors.Exchange;

/// <summary>A file that cannot be used, or a network that a format cannot hold: one line that says which, what is wrong and what would be right.</summary>
public sealed class ExchangeException : Exception
{
    /// <summary>An error of a file.</summary>
    /// <param name="file">The file as the caller named it; null if none is at fault.</param>
    /// <param name="problem">What is wrong and what would be right.</param>
    /// <param name="cause">What led to it, if anything.</param>
    public ExchangeException(string? file, string problem, Exception? cause = null)
        : base(ForeignText.Plain(file is null ? problem : $"{file}: {problem}"), cause)
    {
        File = file;
        Problem = problem;
    }

    /// <summary>The file; null if none is at fault.</summary>
    public string? File { get; }

    /// <summary>What is wrong and what would be right, without the file's name.</summary>
    public string Problem { get; }
}
