using System.Collections.Immutable;
using GanActors.Recipes;

namespace GanActors.Meters;

/// <summary>The labels of a run's series, made once: a scrape of many runs reads thousands.</summary>
internal sealed class RunLabels
{
    public RunLabels(RunFacts facts)
    {
        var run = Labels.Run.Is(facts.Run.Value);
        Run = [run];
        Info = [run, Labels.Recipe.Is(facts.Recipe.Name), Labels.Data.Is(facts.Recipe.Data.Name), Labels.Sweep.Is(facts.Sweep ?? "")];
        OfGenerator = [run, Labels.Network.Is(Labels.Generator)];
        OfDiscriminator = [run, Labels.Network.Is(Labels.Discriminator)];
        InGenerators = [run, Labels.Phase.Is(Labels.Generator)];
        InDiscriminators = [run, Labels.Phase.Is(Labels.Discriminator)];
        Real = [run, Labels.Side.Is("real")];
        Fake = [run, Labels.Side.Is("fake")];
        Fooled = [run, Labels.Side.Is("fooled")];
        Causes = [.. Enum.GetValues<RestoreCause>().Select(cause => new[] { run, Labels.Cause.Is(Word(cause)) })];
        Alarms =
        [
            .. Enum.GetValues<AlarmKind>().Where(kind => facts.Recipe.Alarms?[kind] is not null)
                .Select(kind => (kind, new[] { run, Labels.Alarm.Is(RecipeWords.Alarms.Of(kind)) })),
        ];
    }

    public KeyValuePair<string, object?>[] Run { get; }

    public KeyValuePair<string, object?>[] Info { get; }

    public KeyValuePair<string, object?>[] OfGenerator { get; }

    public KeyValuePair<string, object?>[] OfDiscriminator { get; }

    public KeyValuePair<string, object?>[] InGenerators { get; }

    public KeyValuePair<string, object?>[] InDiscriminators { get; }

    public KeyValuePair<string, object?>[] Real { get; }

    public KeyValuePair<string, object?>[] Fake { get; }

    public KeyValuePair<string, object?>[] Fooled { get; }

    /// <summary>By the number of <see cref="RestoreCause"/>.</summary>
    public ImmutableArray<KeyValuePair<string, object?>[]> Causes { get; }

    /// <summary>Those that the recipe wants.</summary>
    public ImmutableArray<(AlarmKind Kind, KeyValuePair<string, object?>[] Labels)> Alarms { get; }

    private static string Word(RestoreCause cause) => cause switch
    {
        RestoreCause.Lost => "lost",
        RestoreCause.Diverged => "diverged",
        _ => "alarm",
    };
}
