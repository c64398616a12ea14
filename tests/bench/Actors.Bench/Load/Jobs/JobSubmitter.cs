using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace Actors.Bench.Load.Jobs;

/// <summary>Submits jobs, all at once or one after the other.</summary>
internal sealed class JobSubmitter(JobObserver observer)
{
    private const int Connections = 64;

    /// <summary>Submits all and waits until all are accepted.</summary>
    public async Task<Published> RunAsync(JobRequest request)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections });
        var answers = new Histogram();
        string? refusal = null;
        var refused = 0;
        var started = Stopwatch.GetTimestamp();

        async Task SubmitAsync(int n)
        {
            var listener = n % request.Listeners;
            using var message = Message(request, n, listener);
            Volatile.Write(ref observer[listener].SubmittedAt, Stopwatch.GetTimestamp());
            var sent = Stopwatch.GetTimestamp();
            using var answer = await http.SendAsync(message);
            var body = await answer.Content.ReadAsStringAsync();
            lock (answers)
            {
                answers.Record((long)Stopwatch.GetElapsedTime(sent).TotalMicroseconds);
                if (answer.StatusCode == HttpStatusCode.Accepted) return;
                refused++;
                refusal ??= $"{answer.StatusCode} {body}";
            }
        }

        var all = new List<Task>();
        for (var n = 0; n < request.Count; n++)
        {
            all.Add(SubmitAsync(n));
            if (request.IntervalMilliseconds == 0) continue;
            await all[^1];
            await Task.Delay(request.IntervalMilliseconds);
        }
        await Task.WhenAll(all);
        return new Published(
            request.Count, Stopwatch.GetElapsedTime(started).TotalSeconds, started, answers.Count, refused, refusal, answers.Percentile(.5), answers.Percentile(.99));
    }

    private static HttpRequestMessage Message(JobRequest request, int n, int listener)
    {
        var json = string.Create(CultureInfo.InvariantCulture, $"{{\"prompt\":\"Tell me about stream {n}\",\"maxTokens\":{request.Tokens}}}");
        var message = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{request.Port}{request.Path}")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        message.Headers.Add(request.Headers.Key, request.Headers.Value.Replace("{i}", listener.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return message;
    }
}
