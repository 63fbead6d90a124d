using GanActors.Duel;
using GanActors.Engines;
using GanActors.Engines.Losses;
using GanActors.Networks;
using GanActors.Recipes;

namespace GanActors.Grains.Duel.Studies;

/// <summary>One way for the discriminator to learn from a real batch and a fake one: see <see cref="StudyKind"/>.</summary>
internal abstract class Study
{
    private readonly LossSpec _loss;
    private readonly RealSource _real;
    private readonly DiscriminatorView _view;
    private readonly LabelFlips _flips;
    private readonly PenaltyPass? _penalty;
    private readonly StepGuard _guard;

    protected Study(Recipe recipe, RealSource real)
    {
        _loss = recipe.Loss;
        _real = real;
        _view = new DiscriminatorView(recipe, real.Item);
        _flips = new LabelFlips(recipe);
        _guard = new StepGuard(recipe);
        Packs = recipe.Packs;
        if (recipe.Penalty is { } penalty)
            _penalty = new PenaltyPass(penalty, recipe, recipe.Packed(real.Item));
    }

    /// <summary>Logits of a batch: one a pack, which is an item where the recipe does not pack.</summary>
    protected int Packs { get; }

    /// <summary>The way the recipe wants.</summary>
    public static Study For(Recipe recipe, RealSource real) => recipe.Schedule.Study switch
    {
        StudyKind.Combined => new CombinedStudy(recipe, real),
        StudyKind.Separate => new SeparateStudy(recipe, real),
        StudyKind.Shuffled => new ShuffledStudy(recipe, real),
        StudyKind.Switched => new SwitchedStudy(recipe, real),
        _ => throw new NotSupportedException($"No study {recipe.Schedule.Study}."),
    };

    /// <summary>Packs that are normalised together: the engine plans its buffers for them.</summary>
    public static int PartSize(Recipe recipe) => recipe.Schedule.Study == StudyKind.Shuffled ? 2 * recipe.Packs : recipe.Packs;

    /// <summary>Learns once.</summary>
    /// <param name="network">Thawed.</param>
    /// <param name="turn">A discriminator turn.</param>
    /// <param name="fakes">Null only if the recipe feeds no fakes in this iteration.</param>
    public abstract Verdict Run(INetwork network, Turn turn, Batch? fakes);

    /// <summary>Looks as it would to learn, and does not.</summary>
    /// <param name="network">Frozen.</param>
    /// <param name="turn">A discriminator turn.</param>
    /// <param name="fakes">Null only if the recipe feeds no fakes in this iteration.</param>
    public abstract Verdict Assess(IFrozenNetwork network, Turn turn, Batch? fakes);

    /// <summary>Draws the next real batch, as the discriminator is shown it.</summary>
    protected Batch NextReal(Turn turn) => _view.OfReal(_real.Next(), turn);

    /// <summary>The fakes as the discriminator is shown them.</summary>
    protected Batch Shown(Batch fakes, Turn turn) => _view.OfFakes(fakes, turn);

    /// <summary>The verdict on real items from their logits, and the loss's gradient.</summary>
    protected SideVerdict JudgeReal(Turn turn, ReadOnlySpan<float> logits, Span<float> gradient, float scale = 1f)
    {
        double loss = GanLoss.Real(_loss, logits, gradient, scale, _flips.Draw(turn, Side.Real));
        return new SideVerdict(loss, DiscriminatorScore.AccuracyOnReal(_loss.Kind, logits), DiscriminatorScore.Mean(_loss.Kind, logits));
    }

    /// <summary>The verdict on fake items from their logits, and the loss's gradient.</summary>
    protected SideVerdict JudgeFake(Turn turn, ReadOnlySpan<float> logits, Span<float> gradient, float scale = 1f)
    {
        double loss = GanLoss.Fake(_loss, logits, gradient, scale, _flips.Draw(turn, Side.Fake));
        return new SideVerdict(loss, DiscriminatorScore.AccuracyOnFake(_loss.Kind, logits), DiscriminatorScore.Mean(_loss.Kind, logits));
    }

    /// <summary>
    /// Adds the penalty's gradients to those gathered for a step on what is given: R1 belongs to a step on real items, WGAN-GP to one on
    /// fakes, which are paired with the real items shown last.
    /// </summary>
    /// <returns>The penalty's value; NaN if the step has none.</returns>
    protected double Penalise(INetwork network, Turn turn, Batch? real, Batch? fakes)
    {
        if (_penalty is null || !_penalty.IsDue(network, turn))
            return double.NaN;
        return _penalty.Kind switch
        {
            PenaltyKind.R1 when real is not null => _penalty.At(real, network, turn),
            PenaltyKind.WganGp when fakes is not null => _penalty.Between(real ?? _view.OfReal(_real.Last(), turn), fakes, network, turn),
            _ => double.NaN,
        };
    }

    /// <summary>The verdict of a turn without a step.</summary>
    protected Verdict Verdict(Turn turn, SideVerdict? real, SideVerdict? fake) =>
        new(turn, real, fake, double.NaN, _real.Drawn, double.NaN, double.NaN);

    /// <inheritdoc cref="StepGuard.Step"/>
    protected StepReport Step(INetwork network) => _guard.Step(network);

    /// <summary>The verdict of a turn that ends with the step reported.</summary>
    protected Verdict Verdict(Turn turn, SideVerdict? real, SideVerdict? fake, double penalty, StepReport step) =>
        new(turn, real, fake, step.GradientNorm, _real.Drawn, penalty, step.LearningRate, _guard.Told());
}
