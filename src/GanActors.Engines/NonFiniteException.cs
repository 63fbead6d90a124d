using GanActors.Networks;

namespace GanActors.Engines;

/// <summary>Where a number that is none, or an infinite one, was found first.</summary>
public enum NonFiniteKind
{
    /// <summary>In the batch that the network was given.</summary>
    Input,

    /// <summary>In what a layer made of a finite input.</summary>
    Output,

    /// <summary>In a gradient, all outputs being finite.</summary>
    Gradient,

    /// <summary>In a layer's weights.</summary>
    Weight,

    /// <summary>In a layer's running statistics.</summary>
    Statistic,
}

/// <summary>
/// A step would have put NaN or infinity into a network. It was not taken: weights, moments, averages, running statistics and counters are as they
/// were, and the gathered gradients are gone, so that training may go on with the next batch.
/// </summary>
public sealed class NonFiniteException : ArithmeticException
{
    /// <summary>An exception that knows no more than its message.</summary>
    public NonFiniteException()
        : this("A step met a number that is not finite.")
    {
    }

    /// <summary>An exception that knows no more than its message.</summary>
    public NonFiniteException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that knows no more than its message and its cause.</summary>
    public NonFiniteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A step that was not taken.</summary>
    /// <param name="network">Whose.</param>
    /// <param name="layer">Where it arose; null for what the network was given.</param>
    /// <param name="what">What is not finite.</param>
    /// <param name="step">Number of the step, from 1.</param>
    /// <param name="message">All of it in words.</param>
    public NonFiniteException(NetworkRole network, int? layer, NonFiniteKind what, long step, string message)
        : base(message)
    {
        Network = network;
        Layer = layer;
        What = what;
        Step = step;
    }

    /// <summary>Whose step it was.</summary>
    public NetworkRole Network { get; }

    /// <summary>The layer's place in the network, from 0; null for what the network was given: an input, or a gradient of its output.</summary>
    public int? Layer { get; }

    /// <summary>What is not finite.</summary>
    public NonFiniteKind What { get; }

    /// <summary>Number of the step that was not taken, from 1.</summary>
    public long Step { get; }
}
