using System.Globalization;

namespace GanActors.Evaluation;

/// <summary>A generator made items that are not numbers: there is nothing to measure.</summary>
public sealed class DivergedGeneratorException : ArithmeticException
{
    /// <summary>An exception that knows no more than its message.</summary>
    public DivergedGeneratorException()
        : this("A generated item is not finite.")
    {
    }

    /// <summary>An exception that knows no more than its message.</summary>
    public DivergedGeneratorException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that knows no more than its message and its cause.</summary>
    public DivergedGeneratorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal static DivergedGeneratorException Of(int item) => new(string.Create(
        CultureInfo.InvariantCulture, $"generated item {item} holds a number that is not finite: the generator has diverged, and there is nothing to measure"));
}
