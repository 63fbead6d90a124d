using System.Runtime.ExceptionServices;

namespace Orleans.Serialization.Invocation;

/// <summary>What a request came to: a result or an exception.</summary>
public abstract class Response : IDisposable
{
    /// <summary>Done, without a result.</summary>
    public static Response Completed { get; } = new SuccessResponse<object?>(null);

    /// <summary>The result; throws the exception if there is one.</summary>
    public abstract object? Result { get; set; }

    /// <summary>The exception; null when there is none.</summary>
    public abstract Exception? Exception { get; set; }

    /// <summary>Done, with a result.</summary>
    public static Response FromResult<TResult>(TResult value) => new SuccessResponse<TResult>(value);

    /// <summary>Failed.</summary>
    public static Response FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new ExceptionResponse(exception);
    }

    /// <summary>The result; throws the exception if there is one.</summary>
    public abstract T GetResult<T>();

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    private sealed class SuccessResponse<TResult>(TResult value) : Response
    {
        public override object? Result
        {
            get => value;
            set => throw new InvalidOperationException($"Set the call context's {nameof(Response)} instead.");
        }

        public override Exception? Exception
        {
            get => null;
            set => throw new InvalidOperationException($"Set the call context's {nameof(Response)} instead.");
        }

        public override T GetResult<T>() => value is T result ? result : (T)(object?)value!;

        public override string ToString() => value?.ToString() ?? "[null]";
    }

    private sealed class ExceptionResponse(Exception exception) : Response
    {
        private readonly ExceptionDispatchInfo _thrown = ExceptionDispatchInfo.Capture(exception);

        public override object? Result
        {
            get
            {
                _thrown.Throw();
                return null;
            }

            set => throw new InvalidOperationException($"Set the call context's {nameof(Response)} instead.");
        }

        public override Exception? Exception
        {
            get => _thrown.SourceException;
            set => throw new InvalidOperationException($"Set the call context's {nameof(Response)} instead.");
        }

        public override T GetResult<T>()
        {
            _thrown.Throw();
            return default!;
        }

        public override string ToString() => _thrown.SourceException.ToString();
    }
}
