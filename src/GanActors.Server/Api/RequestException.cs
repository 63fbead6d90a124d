using GanActors.Client;

namespace GanActors.Server.Api;

/// <summary>A request that is not carried out, and why.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="detail">What is wrong and what would be right.</param>
/// <param name="errors">The fields at fault.</param>
internal sealed class RequestException(int status, string detail, params IReadOnlyList<FieldError> errors) : Exception(detail)
{
    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>The fields at fault.</summary>
    public IReadOnlyList<FieldError> Errors => errors;

    /// <summary>There is nothing of that name.</summary>
    public static RequestException NotFound(string what) => new(StatusCodes.NotFound, $"there is no {what}");

    /// <summary>It cannot be done as things stand.</summary>
    public static RequestException Conflict(string why) => new(StatusCodes.Conflict, why);

    /// <summary>A field is wrong.</summary>
    public static RequestException Field(string field, string message) => new(StatusCodes.Unprocessable, $"{field}: {message}", new FieldError(field, message));

    // Those that this room sends.
    private static class StatusCodes
    {
        public const int NotFound = 404, Conflict = 409, Unprocessable = 422;
    }
}
