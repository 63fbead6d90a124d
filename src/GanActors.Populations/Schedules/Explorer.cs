using System.Collections.Immutable;
using GanActors.Populations.Spaces;
using GanActors.Sweeps;

namespace GanActors.Populations.Schedules;

/// <summary>
/// Exploit and explore of population-based training (Jaderberg et al., 2017, 3.2). Each parameter of the donor is, with the probability of
/// resampling, drawn anew from its distribution, and else changed a little: a number is multiplied by one of the factors and kept within
/// its bounds, and one in steps then takes the nearest, but at least one step towards where the factor leads; an ordered choice moves to a
/// neighbour, each equally likely; another choice stays. A parameter that the donor does not vary is drawn. A number 0 stays 0 until it is
/// drawn anew.
/// </summary>
internal sealed record Explorer(PopulationSpec Spec, SearchSpace Space, ulong Seed)
{
    private readonly ImmutableArray<Scale> _scales = Scale.Of(Space);

    /// <summary>A member's work after it has given way to one of the best.</summary>
    public Train TakeOver(ImmutableArray<Trial> best, int member, int generation, long until, long reached)
    {
        var roll = new Dice(Seed, Chance.Exploration, ((ulong)(uint)generation << 32) | (uint)member).Roll();
        var donor = best[roll.Below(best.Length)];
        return new Train(member, Changed(donor.Configuration, roll), until, new Donor(donor.Number, reached));
    }

    /// <summary>A configuration a little changed.</summary>
    public Configuration Changed(Configuration donor, IEnumerator<double> roll) => Space.Fill(parameter =>
        donor.ValueOf(parameter) is { } value && roll.Next() >= Spec.Resample
            ? Changed(_scales[parameter], value, roll)
            : _scales[parameter].At(roll.Next()));

    private string Changed(Scale scale, string value, IEnumerator<double> roll) => scale switch
    {
        ChoiceScale { IsOrdered: true, Values.Length: > 1 } choice => Neighbour(choice.Values, value, roll),
        NumberScale number => Multiplied(number, value, Spec.Factors[roll.Below(Spec.Factors.Length)]),
        _ => value,
    };

    private static string Neighbour(ImmutableArray<string> values, string value, IEnumerator<double> roll)
    {
        int place = values.IndexOf(value);
        int way = place == 0 ? 1 : place == values.Length - 1 ? -1 : roll.Below(2) == 0 ? -1 : 1;
        return values[place + way];
    }

    private static string Multiplied(NumberScale scale, string value, double factor)
    {
        double number = NumberScale.NumberOf(value), product = number * factor;
        string nearest = scale.Nearest(product);
        return nearest == value && scale is SteppedScale stepped ? stepped.Beside(value, Math.Sign(product - number)) : nearest;
    }
}
