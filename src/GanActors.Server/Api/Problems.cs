using System.Text.Json;
using GanActors.Checkpoints;
using GanActors.Client;
using GanActors.Datasets;
using GanActors.Devices;
using GanActors.Exchange;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Reports;
using GanActors.Server.Home;
using GanActors.Server.Runs;
using GanActors.Sweeps;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GanActors.Server.Api;

/// <summary>Turns what went wrong into <c>application/problem+json</c> that names the field.</summary>
internal static partial class Problems
{
    private const string ContentType = "application/problem+json";

    /// <summary>Answers for whatever a request throws.</summary>
    public static async Task Catch(HttpContext context, RequestDelegate next, ILogger logger)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentLength: null, ContentType: null } && context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
                await Write(context, Plain(context.Response.StatusCode));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            var problem = Of(fault);
            if (problem.Status >= 500)
                LogFailed(logger, fault, context.Request.Method, context.Request.Path);
            context.Response.Clear();
            context.Response.StatusCode = problem.Status;
            await Security.ResponseHeaders.Set(context, _ => Task.CompletedTask);
            await Write(context, problem);
        }
    }

    private static Problem Of(Exception fault) => fault switch
    {
        RequestException refused => new(Title(refused.Status), refused.Status, fault.Message, refused.Errors),
        RecipeException recipe => new(Title(422), 422, fault.Message, [RecipeDesk.Fault(recipe)]),
        SweepException => new(Title(409), 409, fault.Message, null),
        BadInputException or DatasetException or NetworkShapeException or ExchangeException or CheckpointException or ReportException => new(Title(422), 422, fault.Message, null),
        RunLockedException or NoDeviceException => new(Title(409), 409, fault.Message, null),
        BadHttpRequestException { InnerException: JsonException json } => new(Title(400), 400, "the body is no such JSON object", [new FieldError(FieldOf(json), ForeignText.Short(json.Message, ForeignText.LongestSaying))]),
        BadHttpRequestException bad => new(Title(bad.StatusCode), bad.StatusCode, ForeignText.Short(bad.Message, ForeignText.LongestSaying), null),
        OrleansException or TimeoutException => new(Title(503), 503, "the cluster does not answer; ask again in a while", null),
        _ => new(Title(500), 500, "something went wrong here; the server's log says what", null),
    };

    private static Problem Plain(int status) => new(Title(status), status, status switch
    {
        401 => "an API key is needed: Authorization: Bearer KEY",
        403 => "the key allows to look, and no more",
        404 => "there is nothing at this address",
        405 => "that cannot be done at this address",
        413 => "the body is too large",
        415 => "a body is application/json",
        _ => null,
    }, null);

    private static string Title(int status) => status switch
    {
        400 => "bad request",
        401 => "not signed in",
        403 => "not allowed",
        404 => "not found",
        405 => "no such method",
        409 => "not possible now",
        413 => "too large",
        415 => "no such media type",
        422 => "cannot be used",
        503 => "not available",
        _ => "error",
    };

    // "$.set[0]" is what the reader calls it.
    private static string FieldOf(JsonException fault) => fault.Path is { Length: > 2 } path ? path[2..] : "body";

    private static Task Write(HttpContext context, Problem problem) => context.Response.WriteAsJsonAsync(problem, ApiJson.Options, ContentType, context.RequestAborted);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string method, string path);
}
