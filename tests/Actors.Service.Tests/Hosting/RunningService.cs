using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Actors.Service.Tests.Hosting;

/// <summary>The whole service in this process, on a real Kestrel at a free port, with a data directory of its own.</summary>
public sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryDirectory? _directory;

    private RunningService(WebApplication app, TemporaryDirectory? directory)
    {
        (_app, _directory) = (app, directory);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) };
        Client.DefaultRequestHeaders.Add("X-User-Id", "ada");
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>A client that is the user <c>ada</c>.</summary>
    public HttpClient Client { get; }

    /// <summary>What the service is made of.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a service. Settings are <c>Section:Key=value</c>.</summary>
    public static Task<RunningService> StartAsync(params string[] settings) => StartInAsync(null, settings);

    /// <summary>Starts a service on a directory that outlives it.</summary>
    public static async Task<RunningService> StartInAsync(string? directory, params string[] settings)
    {
        var own = directory is null ? new TemporaryDirectory() : null;
        string[] args =
        [
            "--Urls=http://127.0.0.1:0",
            $"--Data:Directory={directory ?? own!.Path}",
            "--Logging:LogLevel:Default=Warning",
            "--Logging:LogLevel:Actors.Service=Error",
            .. settings.Select(s => "--" + s),
        ];
        var app = Program.Build(args);
        try
        {
            await app.StartAsync();
            return new RunningService(app, own);
        }
        catch
        {
            await app.DisposeAsync();
            own?.Dispose();
            throw;
        }
    }

    /// <summary>A client without an identity.</summary>
    public HttpClient Anonymous() => new() { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>A client that bears a token.</summary>
    public HttpClient Bearing(string token)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A client that is another user.</summary>
    public HttpClient As(string user)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Add("X-User-Id", user);
        return client;
    }

    /// <summary>Stops the service as a host does that is told to.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _directory?.Dispose();
    }
}
