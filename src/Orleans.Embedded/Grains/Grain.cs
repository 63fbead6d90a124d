using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The base class of grains: one activation runs one request at a time.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Called by the runtime within an activation.</summary>
    protected Grain()
        : this(Activation.Current!)
    {
    }

    /// <summary>For tests that build a grain by hand.</summary>
    protected Grain(IGrainContext grainContext, IGrainRuntime? grainRuntime = null)
    {
        GrainContext = grainContext;
        Runtime = grainRuntime ?? grainContext?.ActivationServices.GetService<IGrainRuntime>()!;
    }

    /// <summary>The activation this instance belongs to.</summary>
    [AllowNull]
    public IGrainContext GrainContext { get; }

    /// <summary>A reference to this grain.</summary>
    public GrainReference GrainReference => GrainContext.GrainReference;

    /// <summary>The grain's id as text.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>The silo's name.</summary>
    public string RuntimeIdentity => Runtime?.SiloIdentity ?? "";

    internal IGrainRuntime Runtime { get; }

    /// <summary>References to other grains.</summary>
    protected IGrainFactory GrainFactory => Runtime.GrainFactory;

    /// <summary>The activation's services.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext?.ActivationServices ?? Runtime?.ServiceProvider!;

#pragma warning disable CA1725 // The parameter names are those of Orleans.

    /// <summary>Runs before the first request, after persistent state was read.</summary>
    /// <param name="cancellationToken">Fires when activation is given up.</param>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last request; not called when the process is killed.</summary>
    /// <param name="reason">Why; informational.</param>
    /// <param name="cancellationToken">Fires when it takes too long.</param>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

#pragma warning restore CA1725

    /// <summary>Ends this activation once the running requests are done; the next request gets a fresh one.</summary>
    protected void DeactivateOnIdle()
    {
        EnsureRuntime();
        Runtime.DeactivateOnIdle(GrainContext);
    }

    /// <summary>Keeps this activation from collection for a while. Zero takes it back; <see cref="Timeout.InfiniteTimeSpan"/> means always.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan)
    {
        EnsureRuntime();
        Runtime.DelayDeactivation(GrainContext, timeSpan);
    }

    /// <summary>Accepted: there is no other silo to move to, so nothing happens.</summary>
    protected void MigrateOnIdle() => EnsureRuntime();

    internal void EnsureRuntime()
    {
        if (Runtime is null)
            throw new InvalidOperationException("The grain was created outside of the runtime, and no runtime was given to its constructor.");
    }
}
