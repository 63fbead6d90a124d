using GanActors.Recipes.Yaml;

namespace GanActors.Cells;

/// <summary>The words that files of groups use for the values of each enumeration.</summary>
internal static class GroupWords
{
    public const string Cells = "cells", MdGan = "md-gan", None = "none", Mustangs = "mustangs";

    public static readonly Words<Neighbourhood> Neighbourhoods = new(
        (Neighbourhood.VonNeumann, "von-neumann"),
        (Neighbourhood.Moore, "moore"),
        (Neighbourhood.Ring, "ring"));

    public static readonly Words<ExchangeKind> Exchanges = new(
        (ExchangeKind.LockStep, "lock-step"),
        (ExchangeKind.Asynchronous, "asynchronous"),
        (ExchangeKind.None, None));

    public static readonly Words<FitnessKind> Fitnesses = new(
        (FitnessKind.Average, "average"),
        (FitnessKind.Worst, "worst"),
        (FitnessKind.Best, "best"));

    public static readonly Words<ReplacementKind> Replacements = new(
        (ReplacementKind.Better, "better"),
        (ReplacementKind.Always, "always"));
}
