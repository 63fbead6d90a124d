using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call with a result.</summary>
internal sealed class ResultRequest<TArgs, TResult>(GrainReference reference, GrainMethod method, ref TArgs args) : MethodRequest<TArgs, Task<TResult>>(reference, method, ref args)
    where TArgs : struct
{
    // Continuations never run inside of the callee's turn.
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Answer => _answer.Task;

    public override void Respond()
    {
        if (!TryAnswer()) return;
        ForgetCaller();
        if (Outcome!.IsCompletedSuccessfully) _answer.TrySetResult(Outcome.Result);
        else _answer.TrySetFromTask(Outcome);
    }

    public override bool Fail(Exception exception)
    {
        if (!TryAnswer()) return false;
        ForgetCaller();
        return _answer.TrySetException(exception);
    }

    protected override void CancelAnswer(CancellationToken token) => _answer.TrySetCanceled(token);

    protected override async Task<TResult> FromResponse(Task<Response> response) => (await response).GetResult<TResult>();

    protected override Task<TResult> FromException(Exception exception) => Task.FromException<TResult>(exception);

    protected override Response ToResponse(Task<TResult> completed) => Response.FromResult(completed.Result);
}
