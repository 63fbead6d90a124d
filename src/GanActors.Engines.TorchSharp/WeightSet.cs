using System.Collections.Immutable;
using GanActors.Engines.Torch.Layers;
using GanActors.Networks;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch;

/// <summary>A row of weights seen as the layers' parameters: the same numbers, not copies.</summary>
internal sealed class WeightSet : IDisposable
{
    private readonly Tensor[] _views;
    private readonly LayerWeights[] _layers;
    private readonly ImmutableArray<SpectralNorm> _spectral;
    private readonly Tensor?[] _normalised;

    /// <param name="plan">The network.</param>
    /// <param name="row">Where the parameters lie.</param>
    /// <param name="values">The row.</param>
    /// <param name="spectral">The layers whose weight is normalised.</param>
    /// <param name="gradients">The row that gradients gather in; null for weights that are never asked for one.</param>
    public WeightSet(NetworkPlan plan, ParameterRow row, Tensor values, ImmutableArray<SpectralNorm> spectral, Tensor? gradients = null)
    {
        _spectral = spectral;
        _normalised = new Tensor?[spectral.Length];
        _layers = new LayerWeights[plan.Layers.Length];
        _views = new Tensor[row.Places.Length];
        Trained = gradients is not null;
        for (int i = 0; i < _views.Length; i++)
        {
            var place = row.Places[i];
            var view = View(values, place).DetachFromDisposeScope();
            if (gradients is not null)
            {
                // Autograd adds to a gradient that is there already: straight into the row.
                view.requires_grad = true;
                view.grad = View(gradients, place);
            }

            _views[i] = view;
            ref var layer = ref _layers[place.Layer.Index];
            layer = place.Index == 0 ? layer with { Weight = view } : layer with { Bias = view };
        }
    }

    /// <summary>Whether gradients gather.</summary>
    public bool Trained { get; }

    /// <summary>The leaves that gradients are taken of.</summary>
    public IReadOnlyList<Tensor> Leaves => _views;

    /// <summary>What each layer works with: its parameters, the weight divided by its norm where the layer wants it.</summary>
    public LayerWeights[] Layers()
    {
        if (_spectral.IsEmpty)
            return _layers;
        var layers = (LayerWeights[])_layers.Clone();
        for (int i = 0; i < _spectral.Length; i++)
        {
            ref var layer = ref layers[_spectral[i].Layer.Index];
            // The way back goes through the norm: a training forward divides anew, all others share one quotient until the weights move.
            layer = layer with
            {
                Weight = Trained ? _spectral[i].Normalise(layer.Weight!) : _normalised[i] ??= _spectral[i].Normalise(layer.Weight!).DetachFromDisposeScope(),
            };
        }

        return layers;
    }

    /// <summary>A layer's weight as it is trained, before any norm.</summary>
    public Tensor Raw(int layer) => _layers[layer].Weight!;

    /// <summary>The weights have moved.</summary>
    public void Changed()
    {
        for (int i = 0; i < _normalised.Length; i++)
        {
            _normalised[i]?.Dispose();
            _normalised[i] = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Changed();
        foreach (var view in _views)
            view.Dispose();
    }

    private static Tensor View(Tensor row, ParameterRow.Place place)
    {
        long[] shape = [.. place.Parameter.Shape.Dimensions.Select(size => (long)size)];
        return row.narrow(0, place.Offset, place.Parameter.Shape.Size).view(shape).detach();
    }
}
