using System.Globalization;
using GanActors.Devices;
using GanActors.Engines.Torch.Layers;
using GanActors.Networks;
using TorchSharp;

namespace GanActors.Engines.Torch;

/// <summary>A CPU or a GPU that networks live on through libtorch.</summary>
/// <remarks>
/// Every command opens its dispose scope and its grad mode and closes them before it returns: both belong to the thread, and nothing of them is left on it.
/// Any thread may give a command, one at a time; it had better be the same one, for libtorch starts its own threads for each.
/// Results are not those of the CPU engine to the last bit: libtorch adds in an order of its own.
/// </remarks>
public sealed class TorchDevice : IDevice
{
    [ThreadStatic]
    private static int _threadsOfThis;

    private readonly int _threads;

    /// <summary>A device.</summary>
    /// <param name="place">Which.</param>
    /// <param name="options">How it computes; null for the defaults.</param>
    /// <exception cref="PlatformNotSupportedException">libtorch does not load on this machine; the message says why.</exception>
    public TorchDevice(TorchPlace place, TorchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(place);
        options ??= new TorchOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        if (TorchDevices.Missing is { } reason)
            throw new PlatformNotSupportedException(reason);
        Place = place;
        _threads = options.Threads;
        Device = place.IsGpu ? new torch.Device(DeviceType.CUDA, place.Index) : new torch.Device(DeviceType.CPU);
        if (place.IsGpu)
        {
            torch.InitializeDevice(Device);
            torch.backends.cuda.matmul.allow_tf32 = options.TensorFloat32;
            torch.backends.cudnn.allow_tf32 = options.TensorFloat32;
        }

        string how = place.IsGpu
            ? options.TensorFloat32 ? ", TF32" : string.Empty
            : string.Create(CultureInfo.InvariantCulture, $" ({_threads} {(_threads == 1 ? "thread" : "threads")})");
        Name = $"torch {place.Name}{how}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public DeviceKind Kind => Place.IsGpu ? DeviceKind.Cuda : DeviceKind.Cpu;

    /// <inheritdoc/>
    public long Memory => Place.MemoryBytes ?? 0;

    /// <inheritdoc/>
    public bool IsBoundToThread => true;

    /// <summary>Which it is.</summary>
    public TorchPlace Place { get; }

    /// <summary>libtorch's word for it.</summary>
    internal torch.Device Device { get; }

    /// <summary>Whether this engine runs a layer: every one.</summary>
    public static bool Supports(Layer layer) => TorchLayer.IsKnown(layer);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The network has a layer that this engine cannot run; the message names it.</exception>
    public INetwork Create(NetworkPlan plan, int batch, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        return new TorchNetwork(this, plan, seed);
    }

    /// <summary>Nothing to give back: memory is its networks'.</summary>
    public void Dispose()
    {
    }

    /// <summary>Opens one command on the thread that gives it.</summary>
    /// <param name="gradients">Whether operations are recorded for a way back.</param>
    internal Command Open(bool gradients)
    {
        // libtorch keeps this number a thread; it is set where it is another device's or nobody's.
        if (_threadsOfThis != _threads)
        {
            torch.set_num_threads(_threads);
            _threadsOfThis = _threads;
        }

        return new Command(gradients);
    }

    /// <summary>A command's dispose scope and grad mode. It cannot live longer than the method that opened it.</summary>
    internal readonly ref struct Command
    {
        private readonly DisposeScope _scope;
        private readonly IDisposable _mode;

        public Command(bool gradients)
        {
            _scope = torch.NewDisposeScope();
            _mode = torch.set_grad_enabled(gradients);
        }

        public void Dispose()
        {
            _mode.Dispose();
            _scope.Dispose();
        }
    }
}
