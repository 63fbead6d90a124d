using System.Text.Json.Serialization;

namespace GanActors.Grains.Alarms;

/// <summary>
/// A mean that forgets: of all values while there are fewer than a window's, and then one in which each new value counts for one of a window. Its memory
/// does not grow with the window.
/// </summary>
/// <param name="Count">Values seen.</param>
/// <param name="Value">The mean; 0 before the first.</param>
[method: JsonConstructor]
internal readonly record struct WindowMean(long Count, double Value)
{
    /// <summary>Whether it has seen a window's values.</summary>
    public bool IsFull(int window) => Count >= window;

    /// <summary>The mean with one more value; what is no finite number is passed over.</summary>
    public WindowMean With(double value, int window) =>
        double.IsFinite(value) ? new(Count + 1, Value + ((value - Value) / Math.Min(Count + 1, window))) : this;
}
