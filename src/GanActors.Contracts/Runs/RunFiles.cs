namespace GanActors.Runs;

/// <summary>The files of a run's folder that others than the run itself read.</summary>
public static class RunFiles
{
    /// <summary>The resolved recipe, by whose presence a run is known.</summary>
    public const string Recipe = "recipe.yaml";

    /// <summary>A row of figures for each iteration kept.</summary>
    public const string Metrics = "metrics.csv";

    /// <summary>How the run ended; it is not there while the run goes on.</summary>
    public const string Summary = "summary.json";

    /// <summary>What befell the run, one JSON object a line.</summary>
    public const string Events = "events.jsonl";
}
