using System.Globalization;

namespace GanActors;

/// <summary>Numbers as text that reads back to the last bit.</summary>
public static class ExactNumber
{
    /// <summary>
    /// The shortest digits that are this number and no other. .NET's own shortest digits of 2^-25 and of 2^-958 are one too few and read back as
    /// their lower neighbours; these two get 17 digits.
    /// </summary>
    /// <param name="value">Any number; what is none is written by its name.</param>
    public static string Text(double value)
    {
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        return double.IsNaN(value) || double.Parse(shortest, CultureInfo.InvariantCulture) == value
            ? shortest
            : value.ToString("G17", CultureInfo.InvariantCulture);
    }
}
