namespace Orleans.Runtime;

/// <summary>Where an activation is in its life; it only ever moves down this list.</summary>
internal enum ActivationState
{
    /// <summary>Just made.</summary>
    Creating,

    /// <summary>Reading its state and running OnActivateAsync.</summary>
    Activating,

    /// <summary>Running requests.</summary>
    Valid,

    /// <summary>Starting no more requests; ends when the running ones have.</summary>
    Deactivating,

    /// <summary>Ended. Nothing can be sent to it.</summary>
    Invalid,
}
