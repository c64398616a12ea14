using Actors.Service.Admin;
using Actors.Service.Checks;
using Actors.Service.Commands;
using Actors.Service.Configuration;
using Actors.Service.Documents;
using Actors.Service.Health;
using Actors.Service.Hosting;
using Actors.Service.Identity;
using Actors.Service.Jobs;
using Actors.Service.Limits;
using Actors.Service.Metrics;
using Actors.Service.Node;
using Actors.Service.Presence;
using Actors.Service.Problems;
using Actors.Service.Requests;
using Actors.Service.Streams;

namespace Actors.Service;

/// <summary>The service, as a table of contents.</summary>
internal static class Program
{
    /// <summary>Runs the service until it is told to stop.</summary>
    public static Task<int> Main(string[] args) => StartGuard.RunAsync(
        async () =>
        {
            if (args.Contains(ConfigCheck.Argument))
            {
                return await ConfigCheck.RunAsync(args, Console.Out);
            }

            await using var app = Build(args);
            var node = app.Services.GetRequiredService<NodeService>();
            await app.RunAsync();
            node.RethrowFailure();
            return 0;
        },
        Console.Error);

    /// <summary>Puts the service together; nothing is open yet.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = ServiceBuilder.Create(args);
        var settings = ServiceSettings.Read(builder.Configuration);
        builder.AddActorsServer(settings.Server, settings.Limits);
        builder.Services
            .AddActorsIdentity(settings.Auth, settings.DataDirectory)
            .AddActorsLimits(settings.Limits)
            .AddActorsCors(settings.CrossOrigin)
            .AddActorsRequests()
            .AddActorsNode(settings)
            .AddActorsCommands(settings.Commands)
            .AddActorsJobs()
            .AddActorsStreams()
            .AddActorsPresence()
            .AddActorsHealth()
            .AddActorsAdmin()
            .AddActorsMetrics()
            .AddActorsTelemetry(settings.Telemetry, settings.Node.Name)
            .AddActorsDocuments();

        var app = builder.Build();
        app.WarnOfOpenDoors();
        app.UseStreams();
        app.UseNoStore();
        app.UseProblems();
        app.UseCors();
        app.UseNodeGate();
        app.UseActorsPage();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.MapJobs();
        app.MapStreams();
        app.MapPresence();
        app.MapTyping();
        app.MapPublish();
        app.MapHistory();
        app.MapTickets();
        app.MapHealth();
        app.MapAdmin();
        app.MapMetrics();
        app.MapDocuments();
        return app;
    }
}
