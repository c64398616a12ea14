using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Actors.Cluster.Tests.Load;

/// <summary>
/// Sends a POST until it has its 202, each time with the same Idempotency-Key: after a broken connection, a time-out, and what
/// says that now is not the time.
/// </summary>
internal sealed class PatientClient(Uri address) : IDisposable
{
    private static readonly HttpStatusCode[] NotNow = [HttpStatusCode.ServiceUnavailable, HttpStatusCode.BadGateway, HttpStatusCode.GatewayTimeout];
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };
    private int _repeats;

    /// <summary>How many requests had to be sent again.</summary>
    public int Repeats => _repeats;

    /// <summary>The 202's body.</summary>
    public Task<JsonElement> PostAsync(string path, string user, string body) => PostAsync(path, user, body, Guid.NewGuid().ToString("N"));

    /// <summary>The 202's body, under a key that may have been used before.</summary>
    public async Task<JsonElement> PostAsync(string path, string user, string body, string key)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var trouble = string.Empty;
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
                request.Headers.Add("X-User-Id", user);
                request.Headers.Add("Idempotency-Key", key);
                request.Headers.ConnectionClose = true;
                using var response = await _http.SendAsync(request);
                var answer = await response.Content.ReadAsStringAsync();
                if (response.StatusCode == HttpStatusCode.Accepted)
                {
                    return JsonDocument.Parse(answer).RootElement;
                }

                NotNow.ShouldContain(response.StatusCode, answer);
                trouble = $"{(int)response.StatusCode} {answer}";
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                trouble = e.Message;
            }

            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"POST {path} was not accepted within {Patience}: {trouble}");
            }

            Interlocked.Increment(ref _repeats);
            await Task.Delay(Pause);
        }
    }

    /// <summary>A GET's body; null where it is no success.</summary>
    public async Task<JsonElement?> GetAsync(string path, string user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("X-User-Id", user);
        request.Headers.ConnectionClose = true;
        using var response = await _http.SendAsync(request);
        return response.IsSuccessStatusCode ? JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement : null;
    }

    public void Dispose() => _http.Dispose();
}
