namespace GanActors.Checkpoints;

/// <summary>A checkpoint that cannot be written or used: one line that says which file, which field of it, what is wrong and what would be right.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>An error of a file.</summary>
    /// <param name="file">The file, or the place of the store.</param>
    /// <param name="problem">What is wrong and what would be right.</param>
    /// <param name="field">The field of the file at fault, for example <c>parts[1].bytes</c>; null if none is.</param>
    /// <param name="cause">What led to it, if anything.</param>
    public CheckpointException(string file, string problem, string? field = null, Exception? cause = null)
        : base(ForeignText.Plain(field is null ? $"{file}: {problem}" : $"{file}: {ForeignText.Short(field, ForeignText.LongestName)}: {problem}"), cause)
    {
        File = file;
        Field = field;
        Problem = ForeignText.Plain(problem);
    }

    /// <summary>The file, or the place of the store.</summary>
    public string File { get; }

    /// <summary>The field of the file at fault; null if none is.</summary>
    public string? Field { get; }

    /// <summary>What is wrong and what would be right, without the file's name.</summary>
    public string Problem { get; }
}
