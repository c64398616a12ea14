using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Actors.Service.Tests.Hosting;

public sealed class Http2Tests
{
    [Fact]
    public async Task Twenty_streams_share_one_connection_over_a_self_made_certificate_and_end_cleanly()
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "self.pfx");
        await File.WriteAllBytesAsync(file, MakeCertificate());
        await using var service = await RunningService.StartAsync(
            "Urls=https://127.0.0.1:0", "Kestrel:Certificates:Default:Path=" + file, "Kestrel:Certificates:Default:Password=x");
        var connections = 0;
        using var handler = new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            PlaintextStreamFilter = (context, _) =>
            {
                Interlocked.Increment(ref connections);
                return ValueTask.FromResult(context.PlaintextStream);
            },
        };
        using var client = new HttpClient(handler)
        {
            BaseAddress = service.Address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        client.DefaultRequestHeaders.Add("X-User-Id", "ada");

        List<SseReader> streams = [];
        for (var i = 0; i < 20; i++)
        {
            streams.Add(await SseReader.OpenAsync(client, "/api/events?channels=channel:h2"));
            await streams[i].UntilAsync("connection.status.change");
        }

        streams.ShouldAllBe(s => s.Response.Version == HttpVersion.Version20 && !s.Response.Headers.Contains("Connection"));
        (await client.PostJsonAsync("/api/channels/channel:h2/events", """{"type":"note"}""")).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        foreach (var stream in streams)
        {
            await stream.UntilAsync("note");
        }

        connections.ShouldBe(1);

        // A clean end is an end of the body, not an exception.
        var ends = streams.Select(async stream =>
        {
            while (await stream.NextAsync() is not null)
            {
            }
        }).ToList();
        await service.StopAsync();
        await Task.WhenAll(ends);
        foreach (var stream in streams)
        {
            await stream.DisposeAsync();
        }
    }

    private static byte[] MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return certificate.Export(X509ContentType.Pfx, "x");
    }
}
