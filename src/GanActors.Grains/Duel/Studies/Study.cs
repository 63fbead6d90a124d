using GanActors.Duel;
using GanActors.Engines;
using GanActors.Engines.Losses;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Grains.Duel.Studies;

/// <summary>One way for the discriminator to learn from a real batch and a fake one: see <see cref="StudyKind"/>.</summary>
internal abstract class Study(Recipe recipe, RealSource real)
{
    /// <summary>The recipe's losses.</summary>
    protected LossSpec Loss => recipe.Loss;

    /// <summary>Items of a batch.</summary>
    protected int BatchSize => recipe.Batch;

    /// <summary>Draws the real batches.</summary>
    protected RealSource Real => real;

    /// <summary>The way the recipe wants.</summary>
    public static Study For(Recipe recipe, RealSource real) => recipe.Schedule.Study switch
    {
        StudyKind.Combined => new CombinedStudy(recipe, real),
        StudyKind.Separate => new SeparateStudy(recipe, real),
        StudyKind.Shuffled => new ShuffledStudy(recipe, real),
        StudyKind.Switched => new SwitchedStudy(recipe, real),
        _ => throw new NotSupportedException($"No study {recipe.Schedule.Study}."),
    };

    /// <summary>Items that are normalised together: the engine plans its buffers for them.</summary>
    public static int PartSize(Recipe recipe) => recipe.Schedule.Study == StudyKind.Shuffled ? 2 * recipe.Batch : recipe.Batch;

    /// <summary>Learns once.</summary>
    /// <param name="network">Thawed.</param>
    /// <param name="turn">A discriminator turn.</param>
    /// <param name="fakes">Null only if the recipe feeds no fakes in this iteration.</param>
    public abstract Verdict Run(INetwork network, Turn turn, Batch? fakes);

    /// <summary>The verdict on real items from their logits, and the loss's gradient.</summary>
    protected SideVerdict JudgeReal(ReadOnlySpan<float> logits, Span<float> gradient, float scale = 1f)
    {
        double loss = GanLoss.Real(Loss, logits, gradient, scale);
        return new SideVerdict(loss, DiscriminatorScore.AccuracyOnReal(Loss.Kind, logits), DiscriminatorScore.Mean(Loss.Kind, logits));
    }

    /// <summary>The verdict on fake items from their logits, and the loss's gradient.</summary>
    protected SideVerdict JudgeFake(ReadOnlySpan<float> logits, Span<float> gradient, float scale = 1f)
    {
        double loss = GanLoss.Fake(Loss, logits, gradient, scale);
        return new SideVerdict(loss, DiscriminatorScore.AccuracyOnFake(Loss.Kind, logits), DiscriminatorScore.Mean(Loss.Kind, logits));
    }
}
