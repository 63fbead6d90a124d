using GanActors.Engines.Cpu.Convolutions;
using GanActors.Engines.Cpu.Convolutions.Winograd;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Memory;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>
/// A convolution or a transposed one with fewer multiplications: image, features and weights are each taken to points, where the three products
/// of <see cref="ConvolutionStage{TLanes}"/> are products of small matrices, one a point. A stride is taken apart into phases, whose sum is part of those products.
/// </summary>
/// <remarks>
/// What the forward took to points serves the weight gradient, as does what the input gradient took. Parameters lie as <see cref="ConvolutionStage{TLanes}"/>'s do.
/// </remarks>
internal sealed unsafe class WinogradStage<TLanes> : WeightedStage
    where TLanes : unmanaged, ILanes<TLanes>
{
    // Products may write as many rows beyond the last.
    private const int TileRows = 8;

    private readonly Geometry _geometry;
    private readonly bool _transposed;
    private readonly ToomCook _down;
    private readonly ToomCook _across;
    private readonly TileGrid _image;
    private readonly TileGrid _features;
    private readonly WeightBlocks _downWeights;
    private readonly WeightBlocks _upWeights;
    private readonly nint _channelStride;
    private readonly nint _imageStride;
    private readonly nint _featureStride;
    private FloatBuffer? _turned;
    private bool _turnedIsStale = true;

    public WinogradStage(LayerPlan plan, WinogradTiling tiling)
        : base(plan)
    {
        _geometry = Geometry.Of(plan);
        _transposed = plan.Layer is ConvTranspose2d;
        int taps = WinogradTiling.TapsOf(_geometry), phases = _geometry.Stride * _geometry.Stride;
        _down = new ToomCook(tiling.Down, taps);
        _across = new ToomCook(tiling.Across, taps);
        var (tilesDown, tilesAcross) = tiling.Tiles(_geometry);
        _image = new TileGrid
        {
            Height = _geometry.Height,
            Width = _geometry.Width,
            Channels = _geometry.Channels,
            Stride = _geometry.Stride,
            PadTop = _geometry.PadTop,
            PadLeft = _geometry.PadLeft,
            TilesDown = tilesDown,
            TilesAcross = tilesAcross,
            StepDown = tiling.Down,
            StepAcross = tiling.Across,
            Down = _down.Image,
            Across = _across.Image,
        };
        _features = new TileGrid
        {
            Height = _geometry.FeatureHeight,
            Width = _geometry.FeatureWidth,
            Channels = _geometry.Features,
            Stride = 1,
            PadTop = 0,
            PadLeft = 0,
            TilesDown = tilesDown,
            TilesAcross = tilesAcross,
            StepDown = tiling.Down,
            StepAcross = tiling.Across,
            Down = _down.Features,
            Across = _across.Features,
        };
        var panels = Panels.For<TLanes>(_geometry.WindowSize, _geometry.Features);
        _downWeights = new WeightBlocks
        {
            Kernel = _geometry.Kernel,
            Stride = _geometry.Stride,
            Rows = _geometry.Channels,
            Taps = panels,
            Matrix = Panels.For<TLanes>(phases * _geometry.Channels, _geometry.Features),
            Matrices = 1,
            Down = _down.Weights,
            Across = _across.Weights,
        };
        _upWeights = new WeightBlocks
        {
            Kernel = _geometry.Kernel,
            Stride = _geometry.Stride,
            Rows = _geometry.Features,
            Taps = Panels.For<TLanes>(_geometry.Kernel * _geometry.Kernel * _geometry.Features, _geometry.Channels),
            Matrix = Panels.For<TLanes>(_geometry.Features, _geometry.Channels),
            Matrices = phases,
            Down = _down.Weights,
            Across = _across.Weights,
        };
        _channelStride = WholeRegisters(_geometry.Channels);
        _imageStride = OddLines(phases * _channelStride);
        _featureStride = OddLines(WholeRegisters(_geometry.Features));
        Hold(new ConvolutionParameter(plan.Parameters[0], panels, _geometry), PixelOrder.Plain);
    }

    public override long TapeSize(int items, int parts) => _transposed ? FeaturePoints(items) : ImagePoints(items);

    public override long ScratchSize(int items, int parts)
    {
        long outcome = _transposed ? FeaturePoints(items) : ImagePoints(items);
        long gradient = _transposed ? ImagePoints(items) : FeaturePoints(items);
        return gradient + Math.Max(Math.Max(outcome, WeightPoints), Sums(items));
    }

    public override void WeightsChanged() => _turnedIsStale = true;

    public override void Forward(Pass pass, float* x, float* y, float* tape) => Apply(pass, x, y, tape, B, Activation, default, null);

    public override void Tangent(Pass pass, float* x, float* y, float* tape, float* tx, float* ty, float* notes, Activation gate) =>
        Apply(pass, tx, ty, notes, null, default, gate, y);

    public override bool TangentBackward(Pass pass, float* x, float* tape, float* tx, float* notes, float* u, float* w)
    {
        ToPoints(pass, tx, notes, image: !_transposed);
        WeightGradient(pass, notes, u, null, accumulate: true);
        return false;
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        if (parameters)
            WeightGradient(pass, tape, dy, Db, accumulate);
        else if (dx != null)
            ToPoints(pass, dy, pass.Scratch, image: _transposed);
        if (dx != null)
            FromPoints(pass, pass.Scratch, dx, image: !_transposed, null, default, Gate, x);
    }

    /// <summary>
    /// y from x with a bias, an activation and a gate of the caller's; the tape holds x at points from then on.
    /// </summary>
    public void Apply(Pass pass, float* x, float* y, float* tape, float* bias, Activation activation, Activation gate, float* gateY)
    {
        ToPoints(pass, x, tape, image: !_transposed);
        FromPoints(pass, tape, y, image: _transposed, bias, activation, gate, gateY);
    }

    /// <summary>
    /// The gradients of weights and, unless null, biases, from a tape that <see cref="Apply"/> has filled; dy at points begins the scratch from then on.
    /// </summary>
    public void WeightGradient(Pass pass, float* tape, float* dy, float* biasGradient, bool accumulate)
    {
        if (biasGradient != null)
            BiasGradient(pass, dy, biasGradient, accumulate);
        ToPoints(pass, dy, pass.Scratch, image: _transposed);
        ProductsOfWeights(pass, tape, pass.Scratch, accumulate);
    }

    private static nint WholeRegisters(int channels) => (nint)(channels + TLanes.Count - 1) / TLanes.Count * TLanes.Count;

    // Rows of an odd number of cache lines spread over all sets of a cache.
    private static nint OddLines(nint size) => (((size + 15) / 16) | 1) * 16;

    private int Points => _image.Points;

    private int Rows(int items) => items * _image.Tiles;

    private nint PointStride(int items, nint rowStride) => (Rows(items) + TileRows) * rowStride + 16;

    private long ImagePoints(int items) => Points * PointStride(items, _imageStride);

    private long FeaturePoints(int items) => Points * PointStride(items, _featureStride);

    private int OutputChannels => _transposed ? _geometry.Channels : _geometry.Features;

    private nint OutputPixels(int items) => (nint)items * (_transposed ? _geometry.Height * _geometry.Width : _geometry.FeaturePixels);

    private long WeightPoints => _down.Points * _across.Taps * _downWeights.Matrix.Size;

    private long Sums(int items) => ChannelSums<TLanes>.Scratch(OutputPixels(items), OutputChannels);

    private void BiasGradient(Pass pass, float* dy, float* gradient, bool accumulate) =>
        new ChannelSums<TLanes>
        {
            Values = dy,
            Pixels = OutputPixels(pass.Items),
            Channels = OutputChannels,
            Partial = pass.Scratch,
        }.Run(pass.Crew, gradient, accumulate);

    private void ToPoints(Pass pass, float* values, float* points, bool image)
    {
        nint tileStride = image ? _imageStride : _featureStride;
        new TilesToPoints<TLanes>
        {
            Grid = image ? _image : _features,
            Images = values,
            Points = points,
            PointStride = PointStride(pass.Items, tileStride),
            TileStride = tileStride,
            PhaseStride = image ? _geometry.Channels : 0,
            ZerosAfter = image ? 0 : (int)WholeRegisters(_geometry.Features) - _geometry.Features,
        }.Run(pass.Crew, pass.Items);
    }

    // The product with the weights at every point, and back from there.
    private void FromPoints(Pass pass, float* points, float* target, bool image, float* bias, Activation activation, Activation gate, float* gateY)
    {
        if (image)
            Turn(pass);
        var blocks = image ? _upWeights : _downWeights;
        nint sourceStride = image ? _featureStride : _imageStride, targetStride = image ? _imageStride : _featureStride;
        nint pointStride = PointStride(pass.Items, targetStride);

        // A forward's points lie on the tape, a gradient's first in the scratch.
        float* products = pass.Scratch + (points == pass.Scratch ? Points * PointStride(pass.Items, sourceStride) : 0);
        new PointProducts<TLanes>
        {
            Points = Points,
            Rows = Rows(pass.Items),
            A = points,
            AStride = sourceStride,
            APointStride = PointStride(pass.Items, sourceStride),
            Taps = image ? _turned!.Pointer : W,
            Blocks = blocks,
            C = products,
            CStride = targetStride,
            CMatrixStride = _channelStride,
            CPointStride = pointStride,
        }.Run(pass.Crew);
        new TilesFromPoints<TLanes>
        {
            Grid = image ? _image : _features,
            Images = target,
            Points = products,
            PointStride = pointStride,
            TileStride = targetStride,
            PhaseStride = image ? _channelStride : 0,
            Bias = bias,
            Activation = activation,
            Gate = gate,
            GateY = gateY,
        }.Run(pass.Crew, pass.Items);
    }

    private void ProductsOfWeights(Pass pass, float* tape, float* gradient, bool accumulate)
    {
        nint imageStride = PointStride(pass.Items, _imageStride), featureStride = PointStride(pass.Items, _featureStride);
        float* points = gradient + Points * (_transposed ? imageStride : featureStride);
        new PointGradients<TLanes>
        {
            Depth = Rows(pass.Items),
            A = _transposed ? gradient : tape,
            AStride = _imageStride,
            APointStride = imageStride,
            B = _transposed ? tape : gradient,
            BStride = _featureStride,
            BPointStride = featureStride,
            C = points,
            Blocks = _downWeights,
        }.Run(pass.Crew);
        new WeightsFromPoints<TLanes> { Blocks = _downWeights, Taps = Dw, Points = points, Accumulate = accumulate }.Run(pass.Crew);
    }

    // The product up takes the weights turned round, features deep and channels across.
    private void Turn(Pass pass)
    {
        if (!_turnedIsStale)
            return;
        _turnedIsStale = false;
        _turned ??= new FloatBuffer(_upWeights.Taps.Size);
        for (int tap = 0; tap < _geometry.Kernel * _geometry.Kernel; tap++)
        {
            new PanelTranspose<TLanes>
            {
                Source = W,
                From = _downWeights.Taps,
                FromRow = tap * _geometry.Channels,
                Rows = _geometry.Channels,
                Target = _turned.Pointer,
                To = _upWeights.Taps,
                ToRow = tap * _geometry.Features,
            }.Run(pass.Crew);
        }
    }
}
