namespace Orleans.Core.Internal;

/// <summary>An activation that a call chain may re-enter.</summary>
public interface ICallChainReentrantGrainContext
{
    /// <summary>The chain may come back from now on.</summary>
    void OnEnterReentrantSection(Guid reentrancyId);

    /// <summary>One section fewer in which the chain may come back.</summary>
    void OnExitReentrantSection(Guid reentrancyId);
}
