using System.Collections.Immutable;
using GanActors.Duel;
using Orleans.Concurrency;

namespace GanActors.Devices;

/// <summary>
/// Knows every silo's lanes and who is on them, and shares them out to runs, first come, first served. There is one, with key 0. All it knows it is told again within
/// seconds: silos report their lanes, runs that wait ask again.
/// </summary>
[Alias("gan.device-board")]
public interface IDeviceBoardGrain : IGrainWithIntegerKey
{
    /// <summary>A silo tells what it has; one that is silent for long is taken for lost, and its lanes with it.</summary>
    [Alias("report")]
    Task Report(SiloDevices silo);

    /// <summary>Places for a run's networks. A run that has places already is told the same again, as long as their silos are there.</summary>
    /// <param name="run">The run.</param>
    /// <param name="wish">On what it wants to train.</param>
    [Alias("lease")]
    Task<LeaseAnswer> Lease(RunId run, DeviceWish wish);

    /// <summary>Gives a run's places back, or its place in the queue.</summary>
    [Alias("return")]
    Task Return(RunId run);

    /// <summary>All lanes, and who waits.</summary>
    [Alias("look")]
    [AlwaysInterleave]
    Task<DeviceBoard> Look();
}

/// <summary>What a device is.</summary>
public enum DeviceKind : byte
{
    /// <summary>Cores of a processor.</summary>
    Cpu = 0,

    /// <summary>A GPU that speaks CUDA.</summary>
    Cuda = 1,
}

/// <summary>On what a run wants to train.</summary>
public enum DeviceWish : byte
{
    /// <summary>GPUs if some are free, else a CPU.</summary>
    Any = 0,

    /// <summary>A CPU, and nothing else.</summary>
    Cpu = 1,

    /// <summary>GPUs, and nothing else: it waits for them.</summary>
    Cuda = 2,
}

/// <summary>One lane of a silo.</summary>
/// <param name="Device">For example <c>cpu (1 thread, AVX-512)</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Capacity">How many networks it takes, at least 1.</param>
/// <param name="Memory">Bytes of its own memory; 0 if it has none of its own.</param>
/// <param name="Networks">The runs that have networks on it; one that has both is there twice.</param>
[GenerateSerializer, Immutable, Alias("gan.lane-report")]
public sealed record LaneReport(string Device, DeviceKind Kind, int Capacity, long Memory, ImmutableArray<RunId> Networks);

/// <summary>What a silo has.</summary>
/// <param name="Silo">Its name, which no other silo has or had.</param>
/// <param name="Lanes">By number, from 0; empty if it has no device to train on.</param>
[GenerateSerializer, Immutable, Alias("gan.silo-devices")]
public sealed record SiloDevices(string Silo, ImmutableArray<LaneReport> Lanes);

/// <summary>A lane in the cluster.</summary>
/// <param name="Silo">Its silo's name.</param>
/// <param name="Lane">Its number there.</param>
[GenerateSerializer, Immutable, Alias("gan.device-place")]
public readonly record struct DevicePlace(string Silo, int Lane)
{
    /// <summary>For example <c>lane 0 of S10.0.0.7:11111:153</c>.</summary>
    public override string ToString() => $"lane {Lane} of {Silo}";
}

/// <summary>Where a run's networks live.</summary>
/// <param name="Generator">The generator's lane.</param>
/// <param name="Discriminator">The discriminator's lane.</param>
[GenerateSerializer, Immutable, Alias("gan.device-lease")]
public sealed record DeviceLease(DevicePlace Generator, DevicePlace Discriminator);

/// <summary>Places, or what they are waited for.</summary>
/// <param name="Lease">The places; null if there are none yet.</param>
/// <param name="Waiting">Why there are none, in words; null if there are.</param>
[GenerateSerializer, Immutable, Alias("gan.lease-answer")]
public sealed record LeaseAnswer(DeviceLease? Lease, string? Waiting);

/// <summary>A run that waits.</summary>
/// <param name="Run">The run.</param>
/// <param name="Wish">On what it wants to train.</param>
/// <param name="Reason">What it waits for, in words.</param>
[GenerateSerializer, Immutable, Alias("gan.waiting-run")]
public sealed record WaitingRun(RunId Run, DeviceWish Wish, string Reason);

/// <summary>All lanes of a cluster, and who waits.</summary>
/// <param name="Silos">By name.</param>
/// <param name="Queue">Who has waited longest comes first.</param>
[GenerateSerializer, Immutable, Alias("gan.device-board-view")]
public sealed record DeviceBoard(ImmutableArray<SiloDevices> Silos, ImmutableArray<WaitingRun> Queue)
{
    /// <summary>How many runs have room at a time: a run takes two networks' room.</summary>
    public int Runs => Silos.SelectMany(silo => silo.Lanes).Sum(lane => lane.Capacity) / 2;
}
