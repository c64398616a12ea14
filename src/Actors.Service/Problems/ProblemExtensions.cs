using Actors.History;
using Actors.Log;
using Actors.Service.Limits;
using Microsoft.AspNetCore.Diagnostics;

namespace Actors.Service.Problems;

/// <summary>Turns whatever ends a request early into problem+json.</summary>
internal static partial class ProblemExtensions
{
    private const string LogAway = "The log does not answer at the moment, so a POST may or may not have been taken: send it again, under the same Idempotency-Key.";
    private const string HistoryAway = "Jobs and past events cannot be read now; nothing of them is lost, and streams and new jobs go on.";
    private const string Busy = "This node did not answer in time; it has more to do than it can.";

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    /// <summary>Exceptions, and answers without a body (404 of an unknown route, 405, 415), become problems.</summary>
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app)
    {
        app.Use(CatchAsync);
        return app.UseStatusCodePages(context => FromStatus(context).ExecuteAsync(context.HttpContext));
    }

    private static async Task CatchAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && FromException(e, context) is { } problem)
        {
            context.Response.Clear();
            await problem.ExecuteAsync(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone: nobody is left to be told, and a stream that ends this way ends as it should.
            context.Abort();
        }
    }

    private static Problem? FromException(Exception e, HttpContext context) => e switch
    {
        ProblemException problem => problem.Problem,
        BadHttpRequestException bad => FromBadRequest(bad, context),
        LogUnavailableException outage => Away(outage, context),
        AskTimeoutException => Refusals.Unavailable(Busy, Retry),
        OperationCanceledException when context.RequestAborted.IsCancellationRequested => null,
        _ => Unexpected(e, context),
    };

    // Why is for the node's log alone.
    private static Problem Away(LogUnavailableException outage, HttpContext context)
    {
        context.RequestServices.GetRequiredService<OutageLog>().Tell(outage);
        return Refusals.Unavailable(outage is HistoryUnavailableException ? HistoryAway : LogAway, Retry);
    }

    // The server's own limit lies above the one that counts, and its words name that.
    private static Problem FromBadRequest(BadHttpRequestException bad, HttpContext context) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => Refusals.BodyTooLarge(context.RequestServices.GetRequiredService<LimitsOptions>().MaxRequestBytes),
        var status => new Problem { Status = status, Kind = "bad-request", Title = "The request cannot be read.", Detail = bad.Message },
    };

    private static Problem Unexpected(Exception e, HttpContext context)
    {
        var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Actors.Service.Requests");
        Log.Failed(logger, e, context.Request.Method, context.Request.Path);
        return new Problem
        {
            Status = StatusCodes.Status500InternalServerError,
            Kind = "internal",
            Title = "The service failed.",
            Detail = "That is a fault of the service; its log has the details under this traceId.",
        };
    }

    private static Problem FromStatus(StatusCodeContext context)
    {
        var request = context.HttpContext.Request;
        var response = context.HttpContext.Response;
        return response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Refusals.NotFound($"There is nothing at {request.Path}; /openapi/v1.json lists what there is."),
            StatusCodes.Status405MethodNotAllowed => new Problem
            {
                Status = response.StatusCode,
                Kind = "method-not-allowed",
                Title = "The method is not allowed here.",
                Detail = $"{request.Path} takes {response.Headers.Allow}, not {request.Method}.",
            },
            StatusCodes.Status415UnsupportedMediaType => new Problem
            {
                Status = response.StatusCode,
                Kind = "unsupported-media-type",
                Title = "The media type is not taken.",
                Detail = $"Send application/json, not '{request.ContentType}'.",
            },
            var status => new Problem
            {
                Status = status,
                Kind = "refused",
                Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
                Detail = $"{request.Method} {request.Path} was refused.",
            },
        };
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed")]
        public static partial void Failed(ILogger logger, Exception exception, string method, string path);
    }
}
