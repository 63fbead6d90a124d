using GanActors.Cells;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Grains.Devices;
using GanActors.Grains.Duel;
using GanActors.Networks;
using GanActors.Randomness;
using GanActors.Recipes;

namespace GanActors.Grains.Cells.MdGan;

/// <summary>
/// MD-GAN's server: the one generator. It makes several batches in an iteration, each discriminator gets two of them, and what comes back is averaged:
/// dw = 1/(N b) sum over discriminators n and items i of e_ni dx_i/dw.
/// </summary>
internal sealed class FeedbackGenerator : IDisposable
{
    private readonly MdGanSpec _spec;
    private readonly Recipe _recipe;
    private readonly LaneClaim _claim;
    private readonly StepPace _pace = new();
    private readonly INetwork _network;
    private readonly NoiseSource[] _noise;
    private readonly StepGuard _guard;
    private readonly float[] _feedback;

    /// <summary>Builds the generator with the group's seed.</summary>
    public FeedbackGenerator(MdGanSpec spec, RunId run, Shape item, LanePool lanes)
    {
        _spec = spec;
        _recipe = spec.Basics.Recipe with { Run = new RunSpec(Epochs: spec.Basics.Epochs, Seed: spec.Basics.Seed) };
        _noise = [.. Enumerable.Range(0, spec.BatchesMade).Select(_ => new NoiseSource(_recipe, _recipe.Batch))];
        _guard = new StepGuard(_recipe);
        _feedback = new float[spec.BatchesMade * _recipe.Batch * item.Size];
        _claim = lanes.Claim(MemberLeases.Of(run, "generator"));
        try
        {
            _network = _claim.Lane.Device.Create(_recipe.PlanGenerator(item), _recipe.Batch, _recipe.Run.Seed);
        }
        catch
        {
            _claim.Dispose();
            throw;
        }
    }

    /// <summary>The recipe with the generator's seed.</summary>
    public Recipe Recipe => _recipe;

    /// <summary>Trainable numbers.</summary>
    public long Parameters => _network.Plan.ParameterCount;

    /// <summary>Everything that makes the generator what it is.</summary>
    public async Task<NetworkState> Save() => await _claim.Lane.Run(_pace, _network.Save);

    /// <summary>Becomes what was saved.</summary>
    public async Task Load(NetworkState state) => await _claim.Lane.Run(_pace, () =>
    {
        _network.Load(state);
        return true;
    });

    /// <summary>The batches of an iteration, one after another.</summary>
    public async Task<Batch> Forge(long iteration) => await _claim.Lane.Run(_pace, () =>
    {
        ulong draw = new Turn(_claim.Run, 1, iteration, Phase.Generator, 0).Draw;
        Batch[] noise = [.. _noise.Select((source, batch) => source.Draw(StreamPurpose.Noise, draw + (ulong)batch))];
        return _network.ForwardTraining(noise, draw);
    });

    /// <summary>The batches that a discriminator gets: one to learn from and, if there is more than one, another to judge.</summary>
    public (Batch Studied, Batch Judged) For(int discriminator, Batch forged) =>
        (Slice(forged, discriminator % _spec.BatchesMade), Slice(forged, (discriminator + 1) % _spec.BatchesMade));

    /// <summary>One step on the averaged feedback of all discriminators, in their order.</summary>
    /// <exception cref="NonFiniteException">A gradient is not finite.</exception>
    public async Task Learn(IReadOnlyList<ShardVerdict> verdicts, Batch forged) => await _claim.Lane.Run(_pace, () =>
    {
        Array.Clear(_feedback);
        int size = _feedback.Length / _spec.BatchesMade;
        float share = 1f / verdicts.Count;
        for (int n = 0; n < verdicts.Count; n++)
        {
            var sum = _feedback.AsSpan((n + 1) % _spec.BatchesMade * size, size);
            var gradient = verdicts[n].Feedback.Values.Span;
            for (int i = 0; i < sum.Length; i++)
                sum[i] += share * gradient[i];
        }

        _network.Backward(new Batch(forged.Item, forged.Count, _feedback), inputGradient: false);
        return _guard.Step(_network);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _claim.Dispose();
    }

    private Batch Slice(Batch forged, int batch)
    {
        int size = _recipe.Batch * forged.Item.Size;
        return new Batch(forged.Item, _recipe.Batch, forged.Values.Slice(batch * size, size));
    }
}
