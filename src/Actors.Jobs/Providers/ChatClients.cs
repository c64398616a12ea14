using Actors.Jobs.Providers.Demo;
using Actors.Jobs.Providers.OpenAI;
using Microsoft.Extensions.AI;

namespace Actors.Jobs.Providers;

/// <summary>Makes the configured provider of text.</summary>
internal static class ChatClients
{
    // The demo provider cannot be silent: it needs no watching.
    internal static IChatClient Create(JobsOptions options, TimeProvider time) => options.Provider == JobsDefaults.OpenAIProvider
        ? new SilenceGuard(new OpenAIChatClient(options.OpenAI, time), options.ProviderSilenceTimeout, time)
        : new DemoChatClient(options.Demo, time);
}
