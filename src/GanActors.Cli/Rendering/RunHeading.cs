using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Cli.Rendering;

/// <summary>What is known of a run when its duel begins.</summary>
/// <param name="Order">What runs where.</param>
/// <param name="Started">What the run's grains answered.</param>
/// <param name="Data">The data set: what it is and where it comes from.</param>
/// <param name="Plans">Both networks, shapes inferred.</param>
internal sealed record RunHeading(RunOrder Order, RunStarted Started, string Data, RecipePlans Plans)
{
    public Recipe Recipe => Order.Recipe;

    /// <summary>Where the networks live; both devices if they differ.</summary>
    public string Device => Started.Device;
}
