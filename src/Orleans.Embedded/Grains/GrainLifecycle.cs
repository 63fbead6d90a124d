namespace Orleans
{
    /// <summary>Told when a stage starts and stops.</summary>
    public interface ILifecycleObserver
    {
        /// <summary>The stage starts.</summary>
        Task OnStart(CancellationToken cancellationToken = default);

        /// <summary>The stage stops.</summary>
        Task OnStop(CancellationToken cancellationToken = default);
    }

    /// <summary>Has stages that start in order and stop in the opposite order.</summary>
    public interface ILifecycleObservable
    {
        /// <summary>Tells the observer about a stage until the subscription is disposed.</summary>
        IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer);
    }
}

namespace Orleans.Runtime
{
    /// <summary>The stages of an activation.</summary>
    public interface IGrainLifecycle : ILifecycleObservable;

    /// <summary>The stages' numbers.</summary>
    public static class GrainLifecycleStage
    {
        /// <summary>Before all others.</summary>
        public const int First = int.MinValue;

        /// <summary>Persistent state is read.</summary>
        public const int SetupState = 1000;

        /// <summary>The grain is about to be activated.</summary>
        public const int Activate = 2000;

        /// <summary>After all others.</summary>
        public const int Last = int.MaxValue;
    }
}
