using System.Globalization;

namespace GanActors.Grains.Schedules;

/// <summary>
/// A bound on a figure, with hysteresis: the gate that shuts when the figure crosses it opens again only when the figure has come back some way, so that
/// it does not flap while the figure hovers about the bound.
/// </summary>
/// <param name="Figure">What is bounded, in words.</param>
/// <param name="Bound">The bound.</param>
/// <param name="Hysteresis">How far the figure has to come back.</param>
internal readonly record struct Threshold(string Figure, double Bound, double Hysteresis)
{
    /// <summary>Freezes while the figure is above the bound.</summary>
    /// <param name="figure">The figure; NaN freezes nobody.</param>
    /// <param name="frozen">Whether the gate is shut now.</param>
    public GateWish Above(double figure, bool frozen)
    {
        double bound = frozen ? Bound - Hysteresis : Bound;
        return figure > bound ? Wish(true, figure, "above", bound) : Wish(false, figure, "at most", bound);
    }

    /// <summary>Freezes while the figure is below the bound.</summary>
    /// <inheritdoc cref="Above" path="/param"/>
    public GateWish Below(double figure, bool frozen)
    {
        double bound = frozen ? Bound + Hysteresis : Bound;
        return figure < bound ? Wish(true, figure, "below", bound) : Wish(false, figure, "at least", bound);
    }

    private GateWish Wish(bool freezes, double figure, string side, double bound)
    {
        string name = Figure;
        return new(freezes, () => string.Create(CultureInfo.InvariantCulture, $"{name} of {figure:0.###} is {side} {bound:0.###}"));
    }
}
