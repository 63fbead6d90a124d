using GanActors.Recipes;

namespace GanActors.Runs;

/// <summary>An alarm that was raised, or cleared.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Kind">Which.</param>
/// <param name="Raised">Whether it was raised; cleared if not.</param>
/// <param name="Reaction">What the run does about it.</param>
/// <param name="Reason">Why, with the figures.</param>
[GenerateSerializer, Immutable, Alias("gan.alarm-notice")]
public sealed record AlarmNotice(long Iteration, AlarmKind Kind, bool Raised, AlarmReaction Reaction, string Reason)
{
    /// <summary>The alarm's key in a recipe.</summary>
    public string Name => RecipeWords.Alarms.Of(Kind);

    /// <summary>For example <c>alarm one_sided: the discriminator ...</c>, or <c>one_sided is over: ...</c>.</summary>
    public override string ToString() => Raised ? $"alarm {Name}: {Reason}" : $"alarm {Name} is over: {Reason}";
}
