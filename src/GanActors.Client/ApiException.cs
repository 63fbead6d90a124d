namespace GanActors.Client;

/// <summary>A server that does not do what it was asked to, and why.</summary>
public sealed class ApiException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="problem">What the server said.</param>
    public ApiException(Problem problem)
        : base(Words(problem)) => Problem = problem;

    /// <summary>A server that cannot be reached, or is none.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="cause">What led to it.</param>
    public ApiException(string message, Exception? cause = null)
        : base(message, cause) => Problem = new Problem("no answer", 0, message, null);

    /// <summary>What the server said; its status is 0 if it said nothing.</summary>
    public Problem Problem { get; }

    private static string Words(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        string what = problem.Detail ?? problem.Title ?? "the server refused";
        return problem.Errors is [var error, ..] && !what.Contains(error.Message, StringComparison.Ordinal) ? $"{what}: {error.Field}: {error.Message}" : what;
    }
}
