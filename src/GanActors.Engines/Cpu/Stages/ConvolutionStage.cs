using GanActors.Engines.Cpu.Convolutions;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Memory;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>
/// A convolution or a transposed one, channels last, by three products: down (image to features), up (features to image) and the weight
/// gradient. Windows are reached by pointer in a padded copy of the image; only images of few channels have theirs written out.
/// Weights lie in panels ready for the product down, <c>[kernel row, kernel column, channel]</c> deep; the product up takes a copy made once a step.
/// A few images at a time go through, so that what is copied of them is still in the second-level cache when it is multiplied.
/// </summary>
internal sealed unsafe class ConvolutionStage<TLanes> : WeightedStage
    where TLanes : unmanaged, ILanes<TLanes>
{
    // With fewer channels a kernel row is too short to stream.
    private const int FewChannels = 4;

    // Floats that the copies of one group of images may take, and the fewest rows that are worth fetching the weights for: more if they are large.
    private const long GroupSize = 128 * 1024;
    private const int FewestRows = 256;
    private const int FewestRowsOfLarge = 1024;
    private const long LargeWeights = 256 * 1024;
    private const int FewestImages = 4;

    private readonly Geometry _geometry;
    private readonly bool _transposed;
    private readonly bool _few;
    private readonly Panels _panels;
    private readonly PixelTable _windows;
    private readonly Phase[] _phases;
    private readonly Panels[] _upPanels;
    private readonly int _featureTop, _featureLeft, _featureHeight, _featureWidth;
    private readonly int _group;
    private readonly FloatBuffer?[] _up;
    private bool _upIsStale = true;

    public ConvolutionStage(LayerPlan plan)
        : base(plan)
    {
        _geometry = Geometry.Of(plan);
        _transposed = plan.Layer is ConvTranspose2d;
        _few = _geometry.Channels <= FewChannels;
        _panels = Panels.For<TLanes>(_geometry.WindowSize, _geometry.Features);
        Hold(new ConvolutionParameter(plan.Parameters[0], _panels, _geometry), PixelOrder.Plain);

        _windows = new PixelTable(WindowPlaces());
        if (_few)
        {
            _phases = [];
            _upPanels = [Panels.For<TLanes>(_geometry.Features, _geometry.WindowSize)];
        }
        else
        {
            (_phases, _featureTop, _featureLeft, _featureHeight, _featureWidth) = Phase.All(_geometry);
            _upPanels = [.. _phases.Select(phase =>
                Panels.For<TLanes>(Math.Max(1, phase.TapsDown * phase.TapsAcross * _geometry.Features), _geometry.Channels))];
        }

        _up = new FloatBuffer?[_upPanels.Length];
        int rows = _panels.Size > LargeWeights ? FewestRowsOfLarge : FewestRows;
        long copies = PaddedImage + Windows + PaddedFeatures;
        _group = (int)Math.Max(GroupSize / Math.Max(1, copies), Math.Max(FewestImages, rows / _geometry.FeaturePixels));
    }

    private long PaddedImage => _geometry.IsInside ? 0 : Whole(_geometry.PaddedSize);

    private long Windows => _few ? Whole((long)_geometry.FeaturePixels * _geometry.WindowSize) : 0;

    private long PaddedFeatures => _few ? Windows : Whole((long)_featureHeight * _featureWidth * _geometry.Features);

    private long Sums(int images) => _transposed ? Whole(ChannelSums<TLanes>.Scratch((long)images * _geometry.Height * _geometry.Width, _geometry.Channels)) : 0;

    public override long TapeSize(int items, int parts)
    {
        int images = Math.Min(items, _group);
        return images * (PaddedImage + Windows + PaddedFeatures) + Sums(images);
    }

    public override void WeightsChanged() => _upIsStale = true;

    public override void Forward(Pass pass, float* x, float* y, float* tape) =>
        Apply(pass, x, y, tape, new Ending { Bias = B, Activation = Activation });

    public override void Tangent(Pass pass, float* x, float* y, float* tape, float* tx, float* ty, float* notes, Activation gate) =>
        Apply(pass, tx, ty, notes, new Ending { Gate = gate, GateY = y });

    public override bool TangentBackward(Pass pass, float* x, float* tape, float* tx, float* notes, float* u, float* w)
    {
        float* image = _transposed ? u : tx;
        float* features = _transposed ? tx : u;
        for (int first = 0; first < pass.Items; first += _group)
        {
            var group = new Group(this, pass, notes, first);
            Reach(group, image);
            WeightGradient(group, image, features, null, accumulate: true);
        }

        return false;
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        float* image = _transposed ? dy : x;
        float* features = _transposed ? x : dy;
        for (int first = 0; first < pass.Items; first += _group)
        {
            var group = new Group(this, pass, tape, first);
            if (parameters || (_transposed && dx != null))
                Reach(group, image);
            if (parameters)
                WeightGradient(group, image, features, Db, accumulate || first > 0);
            if (dx == null)
                continue;
            var ending = new Ending { Gate = Gate, GateY = x, Coming = group.Next(image, _geometry.ImageSize), ComingToo = group.Next(features, _geometry.FeatureSize) };
            if (_transposed)
                Down(group, dy, dx, ending);
            else
                Up(group, dy, dx, ending);
        }
    }

    private void Apply(Pass pass, float* x, float* y, float* tape, Ending ending)
    {
        for (int first = 0; first < pass.Items; first += _group)
        {
            var group = new Group(this, pass, tape, first);
            ending.Coming = group.Next(x, (int)InputSize);
            if (_transposed)
            {
                Up(group, x, y, ending);
                continue;
            }

            Reach(group, x);
            Down(group, x, y, ending);
        }
    }

    private void WeightGradient(Group group, float* image, float* features, float* biasGradient, bool accumulate)
    {
        new ColumnProduct<TLanes>
        {
            Depth = group.Images * _geometry.FeaturePixels,
            A = WindowRows(group, image),
            Segments = _few ? 1 : _geometry.Kernel,
            SegmentStride = _few ? 0 : RowStride,
            SegmentDepth = _few ? _geometry.WindowSize : _geometry.Kernel * _geometry.Channels,
            B = features + (nint)group.First * _geometry.FeatureSize,
            BStride = _geometry.Features,
            C = Dw,
            Panels = _panels,
            Accumulate = accumulate,
            ColumnSums = _transposed ? null : biasGradient,
        }.Run(group.Crew);
        if (_transposed && biasGradient != null)
        {
            new ChannelSums<TLanes>
            {
                Values = image + (nint)group.First * _geometry.ImageSize,
                Pixels = (nint)group.Images * _geometry.Height * _geometry.Width,
                Channels = _geometry.Channels,
                Partial = group.Sums,
            }.Run(group.Crew, biasGradient, accumulate);
        }
    }

    private int RowStride => (_geometry.IsInside ? _geometry.Width : _geometry.PaddedWidth) * _geometry.Channels;

    private static long Whole(long size) => (size + 15) / 16 * 16;

    private nint[] WindowPlaces()
    {
        nint[] places = new nint[_geometry.FeaturePixels];
        for (int y = 0; y < _geometry.FeatureHeight; y++)
        {
            for (int x = 0; x < _geometry.FeatureWidth; x++)
                places[y * _geometry.FeatureWidth + x] = (nint)y * _geometry.Stride * RowStride + (nint)x * _geometry.Stride * _geometry.Channels;
        }

        return places;
    }

    // Makes every window of the group's images reachable.
    private void Reach(Group group, float* image)
    {
        image += (nint)group.First * _geometry.ImageSize;
        if (!_geometry.IsInside)
        {
            new PadPixels
            {
                Source = image,
                Target = group.Padded,
                Height = _geometry.Height,
                Width = _geometry.Width,
                Channels = _geometry.Channels,
                Top = _geometry.PadTop,
                Left = _geometry.PadLeft,
                TargetHeight = _geometry.PaddedHeight,
                TargetWidth = _geometry.PaddedWidth,
            }.Run(group.Crew, group.Images);
        }

        if (!_few)
            return;
        new UnfoldWindows
        {
            Padded = _geometry.IsInside ? image : group.Padded,
            Windows = group.Windows,
            PaddedHeight = _geometry.IsInside ? _geometry.Height : _geometry.PaddedHeight,
            PaddedWidth = _geometry.IsInside ? _geometry.Width : _geometry.PaddedWidth,
            Channels = _geometry.Channels,
            FeatureHeight = _geometry.FeatureHeight,
            FeatureWidth = _geometry.FeatureWidth,
            Kernel = _geometry.Kernel,
            Stride = _geometry.Stride,
        }.Run(group.Crew, group.Images);
    }

    private RowMap WindowRows(Group group, float* image) =>
        _few ? new RowMap(group.Windows, _geometry.WindowSize)
        : _geometry.IsInside ? new RowMap(image + (nint)group.First * _geometry.ImageSize, _geometry.ImageSize, _windows)
        : new RowMap(group.Padded, (nint)_geometry.PaddedSize, _windows);

    private void Down(Group group, float* image, float* features, Ending ending) =>
        new RowProduct<TLanes>
        {
            Rows = group.Images * _geometry.FeaturePixels,
            A = WindowRows(group, image),
            Segments = _few ? 1 : _geometry.Kernel,
            SegmentStride = _few ? 0 : RowStride,
            SegmentDepth = _few ? _geometry.WindowSize : _geometry.Kernel * _geometry.Channels,
            B = W,
            Panels = _panels,
            C = new RowMap(features + (nint)group.First * _geometry.FeatureSize, _geometry.Features),
            Bias = ending.Bias,
            Activation = ending.Activation,
            Gate = ending.Gate,
            GateY = ending.GateY + (nint)group.First * _geometry.FeatureSize,
            Coming = ending.Coming,
        }.Run(group.Crew);

    private void Up(Group group, float* features, float* image, Ending ending)
    {
        PackUp(group.Crew);
        features += (nint)group.First * _geometry.FeatureSize;
        image += (nint)group.First * _geometry.ImageSize;
        float* gateY = ending.GateY + (nint)group.First * _geometry.ImageSize;
        if (_few)
        {
            new RowProduct<TLanes>
            {
                Rows = group.Images * _geometry.FeaturePixels,
                A = new RowMap(features, _geometry.Features),
                Segments = 1,
                SegmentDepth = _geometry.Features,
                B = _up[0]!.Pointer,
                Panels = _upPanels[0],
                C = new RowMap(group.Features, _geometry.WindowSize),
                Coming = ending.Coming,
            }.Run(group.Crew);
            new FoldWindows<TLanes>
            {
                Windows = group.Features,
                Image = image,
                Bias = ending.Bias,
                GateY = gateY,
                Height = _geometry.Height,
                Width = _geometry.Width,
                Channels = _geometry.Channels,
                FeatureHeight = _geometry.FeatureHeight,
                FeatureWidth = _geometry.FeatureWidth,
                Kernel = _geometry.Kernel,
                Stride = _geometry.Stride,
                PadTop = _geometry.PadTop,
                PadLeft = _geometry.PadLeft,
                Activation = ending.Activation,
                Gate = ending.Gate,
            }.Run(group.Crew, group.Images);
            return;
        }

        new PadPixels
        {
            Source = features,
            Target = group.Features,
            Height = _geometry.FeatureHeight,
            Width = _geometry.FeatureWidth,
            Channels = _geometry.Features,
            Top = _featureTop,
            Left = _featureLeft,
            TargetHeight = _featureHeight,
            TargetWidth = _featureWidth,
        }.Run(group.Crew, group.Images);
        for (int i = 0; i < _phases.Length; i++)
        {
            var phase = _phases[i];
            if (phase.Pixels.Count == 0)
                continue;
            new RowProduct<TLanes>
            {
                Rows = group.Images * phase.Pixels.Count,
                A = new RowMap(group.Features, (nint)_featureHeight * _featureWidth * _geometry.Features, phase.Features),
                Segments = Math.Max(1, phase.TapsDown * Math.Min(1, phase.TapsAcross)),
                SegmentStride = (nint)_featureWidth * _geometry.Features,
                SegmentDepth = Math.Min(1, phase.TapsDown) * phase.TapsAcross * _geometry.Features,
                B = _up[i]!.Pointer,
                Panels = _upPanels[i],
                C = new RowMap(image, _geometry.ImageSize, phase.Pixels),
                Bias = ending.Bias,
                Activation = ending.Activation,
                Gate = ending.Gate,
                GateY = gateY,
                Coming = i == _phases.Length - 1 ? ending.ComingToo : ending.Coming.Part(i, Math.Max(1, _phases.Length - 1)),
            }.Run(group.Crew);
        }
    }

    private void PackUp(Crew crew)
    {
        if (!_upIsStale)
            return;
        _upIsStale = false;
        for (int i = 0; i < _upPanels.Length; i++)
            _up[i] ??= new FloatBuffer(_upPanels[i].Size);
        if (_few)
        {
            new PanelTranspose<TLanes> { Source = W, From = _panels, Rows = _geometry.WindowSize, Target = _up[0]!.Pointer, To = _upPanels[0] }
                .Run(crew);
            return;
        }

        for (int i = 0; i < _phases.Length; i++)
        {
            // Taps run backwards: the features that a pixel sees first belong to its last tap.
            var phase = _phases[i];
            for (int down = 0; down < phase.TapsDown; down++)
            {
                int row = phase.Row + (phase.TapsDown - 1 - down) * _geometry.Stride;
                for (int across = 0; across < phase.TapsAcross; across++)
                {
                    int column = phase.Column + (phase.TapsAcross - 1 - across) * _geometry.Stride;
                    new PanelTranspose<TLanes>
                    {
                        Source = W,
                        From = _panels,
                        FromRow = (row * _geometry.Kernel + column) * _geometry.Channels,
                        Rows = _geometry.Channels,
                        Target = _up[i]!.Pointer,
                        To = _upPanels[i],
                        ToRow = (down * phase.TapsAcross + across) * _geometry.Features,
                    }.Run(crew);
                }
            }
        }
    }

    // What happens to a product's result, and what the next group will read.
    private struct Ending
    {
        public float* Bias, GateY;
        public Activation Activation, Gate;
        public Stretch Coming, ComingToo;
    }

    // Some images of the batch, and what of the tape is for what of theirs.
    private readonly struct Group(ConvolutionStage<TLanes> stage, Pass pass, float* tape, int first)
    {
        public Crew Crew => pass.Crew;

        public int First => first;

        public int Images { get; } = Math.Min(stage._group, pass.Items - first);

        // The next group's part of a batch.
        public Stretch Next(float* values, int size)
        {
            int next = first + Images;
            return new(values + (nint)next * size, (nint)Math.Clamp(pass.Items - next, 0, Images) * size);
        }

        public float* Padded => tape;

        public float* Windows => tape + Images * stage.PaddedImage;

        public float* Features => Windows + Images * stage.Windows;

        public float* Sums => Features + Images * stage.PaddedFeatures;
    }
}
