using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A reference to a grain. It is cheap, never invalid, and equal to every other reference to the same grain.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>
{
    // The activation that ran the last call; when it has ended, the catalog knows the next.
    private Activation? _activation;

    internal GrainReference(GrainReferenceShared shared, GrainId grainId)
    {
        Shared = shared;
        GrainId = grainId;
    }

    /// <summary>The grain's id.</summary>
    public GrainId GrainId { get; }

    /// <summary>The interface that calls go through.</summary>
    public GrainInterfaceType InterfaceType => Shared.InterfaceType;

    /// <summary>The interface's name.</summary>
    public virtual string InterfaceName => Shared.InterfaceType.ToString();

    internal GrainReferenceShared Shared { get; }

    internal Silo Silo => Shared.Silo;

    /// <summary>A reference to the same grain through another interface.</summary>
    public virtual TGrainInterface Cast<TGrainInterface>()
        where TGrainInterface : IAddressable => this.AsReference<TGrainInterface>();

    /// <summary>A hash that is the same in every process.</summary>
    public uint GetUniformHashCode() => GrainId.GetUniformHashCode();

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <inheritdoc/>
    public sealed override string ToString() => $"GrainReference:{GrainId}:{InterfaceType}";

    /// <summary>Same grain.</summary>
    public static bool operator ==(GrainReference? left, GrainReference? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Different grains.</summary>
    public static bool operator !=(GrainReference? left, GrainReference? right) => !(left == right);

    // The methods below are what generated proxies call.
    internal Task Call<TArgs>(GrainMethod method, TArgs args)
        where TArgs : struct
    {
        var request = new VoidRequest<TArgs>(this, method, ref args);
        if (Silo.OutgoingFilters.Length > 0)
        {
            return new OutgoingCall(this, request, async () =>
            {
                await Send(request);
                return Response.Completed;
            }).Run();
        }

        return Send(request);
    }

    internal Task<TResult> Call<TArgs, TResult>(GrainMethod method, TArgs args)
        where TArgs : struct
    {
        var request = new ResultRequest<TArgs, TResult>(this, method, ref args);
        return Silo.OutgoingFilters.Length > 0 ? Filtered(request) : Send(request);

        async Task<TResult> Filtered(ResultRequest<TArgs, TResult> request)
        {
            var response = await new OutgoingCall(this, request, async () => Response.FromResult(await Send(request))).Run();
            return response.GetResult<TResult>();
        }
    }

    internal ValueTask CallValue<TArgs>(GrainMethod method, TArgs args)
        where TArgs : struct => new(Call(method, args));

    internal ValueTask<TResult> CallValue<TArgs, TResult>(GrainMethod method, TArgs args)
        where TArgs : struct => new(Call<TArgs, TResult>(method, args));

    internal void Notify<TArgs>(GrainMethod method, TArgs args)
        where TArgs : struct => Call(method, args);

    private Task Send<TArgs>(VoidRequest<TArgs> request)
        where TArgs : struct
    {
        request.LinkCancellation();
        if (request.CallerToken.IsCancellationRequested) return Task.FromCanceled(request.CallerToken);
        Silo.Catalog.Send(request, this, ref _activation);
        return request.IsOneWay ? Task.CompletedTask : request.Answer;
    }

    private Task<TResult> Send<TArgs, TResult>(ResultRequest<TArgs, TResult> request)
        where TArgs : struct
    {
        request.LinkCancellation();
        if (request.CallerToken.IsCancellationRequested) return Task.FromCanceled<TResult>(request.CallerToken);
        Silo.Catalog.Send(request, this, ref _activation);
        return request.Answer;
    }
}
