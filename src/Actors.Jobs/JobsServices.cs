using Actors.Contracts;
using Actors.Jobs.Handlers;
using Actors.Jobs.Providers;
using Actors.Jobs.Running;
using Actors.Jobs.Text;
using Actors.Shards.Work;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Actors.Jobs;

/// <summary>Puts jobs into a service.</summary>
public static class JobsServices
{
    /// <summary>
    /// Adds the runner of jobs (<see cref="IJobRunner"/>), the handler of kind <c>text</c> and the configured provider as
    /// <see cref="IChatClient"/>. A clock, an id source or a chat client registered before is used instead of our own.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">The section <c>Jobs</c>.</param>
    /// <exception cref="OptionsValidationException">A setting is wrong; each message names its key and what it may be.</exception>
    public static IServiceCollection AddJobs(this IServiceCollection services, JobsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Validate() is { Count: > 0 } errors)
        {
            throw new OptionsValidationException("Jobs", typeof(JobsOptions), errors);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IIdSource>(s => new UuidV7Source(s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(options);
        services.AddSingleton<JobHandlerRegistry>();
        services.AddSingleton(new JobSlots(options.MaxRunningJobs));
        services.TryAddSingleton(s => ChatClients.Create(options, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IJobRunner>(s => new JobRunner(new JobEnvironment(
            options,
            s.GetRequiredService<JobHandlerRegistry>(),
            s.GetRequiredService<JobSlots>(),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<IIdSource>(),
#pragma warning disable RS0030 // The one place where jobs get real chance.
            Random.Shared.NextDouble,
#pragma warning restore RS0030
            s.GetRequiredService<ILoggerFactory>())));
        return services.AddJobHandler<TextHandler, TextInput>(TextHandler.Kind);
    }

    /// <summary>Adds a handler for jobs of a kind. One instance serves the whole node.</summary>
    /// <typeparam name="THandler">The handler.</typeparam>
    /// <typeparam name="TInput">Its input record.</typeparam>
    /// <param name="services">Where to.</param>
    /// <param name="kind">The name that commands call it by.</param>
    public static IServiceCollection AddJobHandler<THandler, TInput>(this IServiceCollection services, string kind)
        where THandler : class, IJobHandler<TInput>
        where TInput : class
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        services.AddSingleton<THandler>();
        return services.AddSingleton<JobKind>(s => new JobKind<TInput>(kind, s.GetRequiredService<THandler>()));
    }
}
