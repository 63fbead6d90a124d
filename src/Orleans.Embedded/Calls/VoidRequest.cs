using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call without a result.</summary>
internal sealed class VoidRequest<TArgs>(GrainReference reference, GrainMethod method, ref TArgs args) : MethodRequest<TArgs, Task>(reference, method, ref args)
    where TArgs : struct
{
    // Continuations never run inside of the callee's turn.
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Answer => _answer.Task;

    public override void Respond()
    {
        if (!TryAnswer()) return;
        ForgetCaller();
        if (IsOneWay) return;
        if (Outcome!.IsCompletedSuccessfully) _answer.TrySetResult();
        else _answer.TrySetFromTask(Outcome);
    }

    public override bool Fail(Exception exception)
    {
        if (!TryAnswer()) return false;
        ForgetCaller();
        return IsOneWay || _answer.TrySetException(exception);
    }

    protected override void CancelAnswer(CancellationToken token) => _answer.TrySetCanceled(token);

    protected override async Task FromResponse(Task<Response> response) => (await response).GetResult<object?>();

    protected override Task FromException(Exception exception) => Task.FromException(exception);

    protected override Response ToResponse(Task completed) => Response.Completed;
}
