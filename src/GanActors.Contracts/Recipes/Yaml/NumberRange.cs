using System.Globalization;

namespace GanActors.Recipes.Yaml;

/// <summary>Which numbers an option takes.</summary>
internal readonly record struct NumberRange(float Low, bool LowIncluded, float High, bool HighIncluded)
{
    /// <summary>[low, high].</summary>
    public static NumberRange Between(float low, float high) => new(low, true, high, true);

    /// <summary>(low, high].</summary>
    public static NumberRange Above(float low, float high) => new(low, false, high, true);

    /// <summary>[low, high).</summary>
    public static NumberRange Below(float low, float high) => new(low, true, high, false);

    /// <summary>(low, high).</summary>
    public static NumberRange Inside(float low, float high) => new(low, false, high, false);

    public bool Holds(double value) =>
        (value > Low || (LowIncluded && value == Low)) && (value < High || (HighIncluded && value == High));

    /// <summary>For example <c>above 0 and at most 10</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(LowIncluded ? "at least" : "above")} {Low} and {(HighIncluded ? "at most" : "below")} {High}");
}
