namespace Orleans.Runtime;

/// <summary>Keeps async-local values of the moment out of what is made now and runs later.</summary>
internal static class Flow
{
    public static Suppression Suppress() => new(!ExecutionContext.IsFlowSuppressed());

    public readonly ref struct Suppression
    {
        private readonly bool _suppressed;

        public Suppression(bool suppress)
        {
            _suppressed = suppress;
            if (suppress) ExecutionContext.SuppressFlow();
        }

        public void Dispose()
        {
            if (_suppressed) ExecutionContext.RestoreFlow();
        }
    }
}
