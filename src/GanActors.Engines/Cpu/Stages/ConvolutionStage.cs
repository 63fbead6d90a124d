using GanActors.Engines.Cpu.Convolutions;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Memory;
using GanActors.Networks;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>
/// A convolution or a transposed one, channels last, by three products: down (image to features), up (features to image) and the weight
/// gradient. Windows are reached by pointer in a padded copy of the image; only images of few channels have theirs written out.
/// Weights lie in panels ready for the product down, <c>[kernel row, kernel column, channel]</c> deep; the product up takes a copy made once a step.
/// </summary>
internal sealed unsafe class ConvolutionStage<TLanes> : Stage
    where TLanes : unmanaged, ILanes<TLanes>
{
    // With fewer channels a kernel row is too short to stream.
    private const int FewChannels = 4;

    private readonly Geometry _geometry;
    private readonly bool _transposed;
    private readonly bool _few;
    private readonly Panels _panels;
    private readonly PixelTable _windows;
    private readonly Phase[] _phases;
    private readonly Panels[] _upPanels;
    private readonly int _featureTop, _featureLeft, _featureHeight, _featureWidth;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;
    private readonly FloatBuffer?[] _up;
    private float* _w, _b, _dw, _db;
    private bool _upIsStale = true;

    public ConvolutionStage(LayerPlan plan)
        : base(plan)
    {
        _geometry = Geometry.Of(plan);
        _transposed = plan.Layer is ConvTranspose2d;
        _few = _geometry.Channels <= FewChannels;
        _panels = Panels.For<TLanes>(_geometry.WindowSize, _geometry.Features);
        _weight = new ConvolutionParameter(plan.Parameters[0], _panels, _geometry);
        _bias = plan.Parameters.Length > 1 ? new VectorParameter(plan.Parameters[1], PixelOrder.Plain) : null;
        Parameters = _bias == null ? [_weight] : [_weight, _bias];

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
    }

    private long PaddedImage => _geometry.IsInside ? 0 : Whole(_geometry.PaddedSize);

    private long Windows => _few ? Whole((long)_geometry.FeaturePixels * _geometry.WindowSize) : 0;

    private long PaddedFeatures => _few ? Windows : Whole((long)_featureHeight * _featureWidth * _geometry.Features);

    private long Sums(int items) => _transposed ? Whole(ChannelSums<TLanes>.Scratch((long)items * _geometry.Height * _geometry.Width, _geometry.Channels)) : 0;

    public override long TapeSize(int items, int parts) => items * (PaddedImage + Windows + PaddedFeatures) + Sums(items);

    public override void Attach(float* weights, float* gradients)
    {
        _w = weights + _weight.Offset;
        _dw = gradients + _weight.Offset;
        if (_bias != null)
        {
            _b = weights + _bias.Offset;
            _db = gradients + _bias.Offset;
        }
    }

    public override void WeightsChanged() => _upIsStale = true;

    public override void Forward(Pass pass, float* x, float* y, float* tape)
    {
        var room = new Room(this, tape, pass.Items);
        if (_transposed)
        {
            Up(pass, x, y, room, _b, Activation, default, null);
            return;
        }

        Reach(pass, x, room);
        Down(pass, x, y, room, _b, Activation, default, null);
    }

    public override void Backward(Pass pass, float* x, float* y, float* tape, float* dy, float* dx, bool parameters, bool accumulate)
    {
        var room = new Room(this, tape, pass.Items);
        float* image = _transposed ? dy : x;
        if (_transposed && (parameters || dx != null))
            Reach(pass, dy, room);
        if (parameters)
        {
            new ColumnProduct<TLanes>
            {
                Depth = pass.Items * _geometry.FeaturePixels,
                A = WindowRows(image, room),
                Segments = _few ? 1 : _geometry.Kernel,
                SegmentStride = _few ? 0 : RowStride,
                SegmentDepth = _few ? _geometry.WindowSize : _geometry.Kernel * _geometry.Channels,
                B = _transposed ? x : dy,
                BStride = _geometry.Features,
                C = _dw,
                Panels = _panels,
                Accumulate = accumulate,
                ColumnSums = _transposed ? null : _db,
            }.Run(pass.Crew);
            if (_transposed && _db != null)
            {
                new ChannelSums<TLanes>
                {
                    Values = dy,
                    Pixels = (nint)pass.Items * _geometry.Height * _geometry.Width,
                    Channels = _geometry.Channels,
                    Partial = room.Sums,
                }.Run(pass.Crew, _db, accumulate);
            }
        }

        if (dx == null)
            return;
        if (_transposed)
            Down(pass, dy, dx, room, null, default, Gate, x);
        else
            Up(pass, dy, dx, room, null, default, Gate, x);
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

    // Makes every window of the image reachable.
    private void Reach(Pass pass, float* image, Room room)
    {
        if (!_geometry.IsInside)
        {
            new PadPixels
            {
                Source = image,
                Target = room.Padded,
                Height = _geometry.Height,
                Width = _geometry.Width,
                Channels = _geometry.Channels,
                Top = _geometry.PadTop,
                Left = _geometry.PadLeft,
                TargetHeight = _geometry.PaddedHeight,
                TargetWidth = _geometry.PaddedWidth,
            }.Run(pass.Crew, pass.Items);
        }

        if (!_few)
            return;
        new UnfoldWindows
        {
            Padded = _geometry.IsInside ? image : room.Padded,
            Windows = room.Windows,
            PaddedHeight = _geometry.IsInside ? _geometry.Height : _geometry.PaddedHeight,
            PaddedWidth = _geometry.IsInside ? _geometry.Width : _geometry.PaddedWidth,
            Channels = _geometry.Channels,
            FeatureHeight = _geometry.FeatureHeight,
            FeatureWidth = _geometry.FeatureWidth,
            Kernel = _geometry.Kernel,
            Stride = _geometry.Stride,
        }.Run(pass.Crew, pass.Items);
    }

    private RowMap WindowRows(float* image, Room room) =>
        _few ? new RowMap(room.Windows, _geometry.WindowSize)
        : _geometry.IsInside ? new RowMap(image, _geometry.ImageSize, _windows)
        : new RowMap(room.Padded, (nint)_geometry.PaddedSize, _windows);

    private void Down(Pass pass, float* image, float* features, Room room, float* bias, Activation activation, Activation gate, float* gateY) =>
        new RowProduct<TLanes>
        {
            Rows = pass.Items * _geometry.FeaturePixels,
            A = WindowRows(image, room),
            Segments = _few ? 1 : _geometry.Kernel,
            SegmentStride = _few ? 0 : RowStride,
            SegmentDepth = _few ? _geometry.WindowSize : _geometry.Kernel * _geometry.Channels,
            B = _w,
            Panels = _panels,
            C = new RowMap(features, _geometry.Features),
            Bias = bias,
            Activation = activation,
            Gate = gate,
            GateY = gateY,
        }.Run(pass.Crew);

    private void Up(Pass pass, float* features, float* image, Room room, float* bias, Activation activation, Activation gate, float* gateY)
    {
        PackUp(pass);
        if (_few)
        {
            new RowProduct<TLanes>
            {
                Rows = pass.Items * _geometry.FeaturePixels,
                A = new RowMap(features, _geometry.Features),
                Segments = 1,
                SegmentDepth = _geometry.Features,
                B = _up[0]!.Pointer,
                Panels = _upPanels[0],
                C = new RowMap(room.Features, _geometry.WindowSize),
            }.Run(pass.Crew);
            new FoldWindows<TLanes>
            {
                Windows = room.Features,
                Image = image,
                Bias = bias,
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
                Activation = activation,
                Gate = gate,
            }.Run(pass.Crew, pass.Items);
            return;
        }

        new PadPixels
        {
            Source = features,
            Target = room.Features,
            Height = _geometry.FeatureHeight,
            Width = _geometry.FeatureWidth,
            Channels = _geometry.Features,
            Top = _featureTop,
            Left = _featureLeft,
            TargetHeight = _featureHeight,
            TargetWidth = _featureWidth,
        }.Run(pass.Crew, pass.Items);
        for (int i = 0; i < _phases.Length; i++)
        {
            var phase = _phases[i];
            if (phase.Pixels.Count == 0)
                continue;
            new RowProduct<TLanes>
            {
                Rows = pass.Items * phase.Pixels.Count,
                A = new RowMap(room.Features, (nint)_featureHeight * _featureWidth * _geometry.Features, phase.Features),
                Segments = Math.Max(1, phase.TapsDown * Math.Min(1, phase.TapsAcross)),
                SegmentStride = (nint)_featureWidth * _geometry.Features,
                SegmentDepth = Math.Min(1, phase.TapsDown) * phase.TapsAcross * _geometry.Features,
                B = _up[i]!.Pointer,
                Panels = _upPanels[i],
                C = new RowMap(image, _geometry.ImageSize, phase.Pixels),
                Bias = bias,
                Activation = activation,
                Gate = gate,
                GateY = gateY,
            }.Run(pass.Crew);
        }
    }

    private void PackUp(Pass pass)
    {
        if (!_upIsStale)
            return;
        _upIsStale = false;
        for (int i = 0; i < _upPanels.Length; i++)
            _up[i] ??= new FloatBuffer(_upPanels[i].Size);
        if (_few)
        {
            new PanelTranspose<TLanes> { Source = _w, From = _panels, Rows = _geometry.WindowSize, Target = _up[0]!.Pointer, To = _upPanels[0] }
                .Run(pass.Crew);
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
                        Source = _w,
                        From = _panels,
                        FromRow = (row * _geometry.Kernel + column) * _geometry.Channels,
                        Rows = _geometry.Channels,
                        Target = _up[i]!.Pointer,
                        To = _upPanels[i],
                        ToRow = (down * phase.TapsAcross + across) * _geometry.Features,
                    }.Run(pass.Crew);
                }
            }
        }
    }

    // What of the tape is for what.
    private readonly struct Room(ConvolutionStage<TLanes> stage, float* tape, int items)
    {
        public float* Padded => tape;

        public float* Windows => tape + items * stage.PaddedImage;

        public float* Features => Windows + items * stage.Windows;

        public float* Sums => Features + items * stage.PaddedFeatures;
    }
}
