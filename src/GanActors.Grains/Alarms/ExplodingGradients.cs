using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Alarms;

/// <summary>
/// Compares the norms of both networks' gradients with what they were in the first window. Means are of logarithms, so that one odd batch does
/// not count for all.
/// </summary>
/// <param name="Spec">When it is to be told.</param>
/// <param name="State">What it remembers.</param>
internal sealed record ExplodingGradients(AlarmSpec Spec, ExplodingGradients.Memory State) : Detector<ExplodingGradients.Memory>(Spec, State)
{
    /// <summary>Iterations that the norm now is the mean of.</summary>
    private const int Few = 20;

    /// <inheritdoc/>
    public override double Severity
    {
        get
        {
            double times = Math.Max(State.Discriminator.Times(Spec.Window), State.Generator.Times(Spec.Window));
            return times / Spec.Bound;
        }
    }

    /// <inheritdoc/>
    public override string Words
    {
        get
        {
            // A player whose first window is not over yet has grown by nothing.
            bool generator = !(State.Discriminator.Times(Spec.Window) > State.Generator.Times(Spec.Window));
            var (name, norms) = generator ? ("generator", State.Generator) : ("discriminator", State.Discriminator);
            return Say($"the norm of the {name}'s gradient is {Math.Exp(norms.Now.Value):0.##e+0}, and was {Math.Exp(norms.First.Value):0.##e+0} in the first {Spec.Window} iterations");
        }
    }

    /// <inheritdoc/>
    public override Detector After(MetricsRow row) => this with
    {
        State = new Memory
        {
            Discriminator = State.Discriminator.With(row.DiscriminatorGradientNorm, Spec.Window),
            Generator = State.Generator.With(row.GeneratorGradientNorm, Spec.Window),
        },
    };

    /// <summary>What it remembers, of either network.</summary>
    internal sealed record Memory
    {
        public Norms Discriminator { get; init; } = new();

        public Norms Generator { get; init; } = new();
    }

    /// <summary>Means of the logarithm of one network's norm.</summary>
    internal sealed record Norms
    {
        /// <summary>Over the first window.</summary>
        public WindowMean First { get; init; }

        /// <summary>Now.</summary>
        public WindowMean Now { get; init; }

        /// <summary>How many times the first the norm is now; 0 before there is a first.</summary>
        public double Times(int window) => First.IsFull(window) ? Math.Exp(Now.Value - First.Value) : 0;

        /// <summary>With one more norm; of a network that did not learn there is none.</summary>
        public Norms With(double norm, int window)
        {
            double logarithm = LogarithmicNorm.Of(norm);
            return new() { First = First.IsFull(window) ? First : First.With(logarithm, window), Now = Now.With(logarithm, Few) };
        }
    }
}
