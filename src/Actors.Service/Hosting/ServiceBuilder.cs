using Actors.Service.Configuration;

namespace Actors.Service.Hosting;

/// <summary>Makes the builder that the program starts from.</summary>
internal static class ServiceBuilder
{
    /// <summary>
    /// Settings come from <c>appsettings.json</c> beside the program, then from one where the service is started, then from the
    /// environment (<c>Data__Directory</c>), then from the command line (<c>--Data:Directory=…</c>); later ones win.
    /// </summary>
    /// <exception cref="SettingException">A settings file cannot be read.</exception>
    public static WebApplicationBuilder Create(string[] args)
    {
        try
        {
            return CreateFromFiles(args);
        }
        catch (InvalidDataException e)
        {
            throw new SettingException($"A settings file cannot be read: {e.GetBaseException().Message}");
        }
    }

    private static WebApplicationBuilder CreateFromFiles(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = "Actors.Service",
        });
        var local = Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json");
        if (!string.Equals(Directory.GetCurrentDirectory(), AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar), StringComparison.Ordinal))
        {
            builder.Configuration.AddJsonFile(local, optional: true);
        }

        builder.Configuration.AddEnvironmentVariables();
        builder.Configuration.AddCommandLine(args);
        builder.Services.AddSingleton(TimeProvider.System);

        // A start that fails is told in one sentence by StartGuard; the host would put its stack trace in front.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        return builder;
    }
}
