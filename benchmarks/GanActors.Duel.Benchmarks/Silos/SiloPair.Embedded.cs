namespace GanActors.Duel.Benchmarks.Silos;

/// <content>One process is all there is.</content>
internal sealed partial class SiloPair
{
    public static partial Task<SiloPair?> StartAsync() => Task.FromResult<SiloPair?>(null);

    public static partial Task ServeAsync(string[] ports) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
