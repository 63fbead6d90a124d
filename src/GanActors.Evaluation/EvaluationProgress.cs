namespace GanActors.Evaluation;

/// <summary>How far an evaluation is.</summary>
/// <param name="What">What is being done, for example <c>training the mnist classifier</c>.</param>
/// <param name="Done">Parts of it done.</param>
/// <param name="Total">Parts there are.</param>
public sealed record EvaluationProgress(string What, long Done, long Total);
