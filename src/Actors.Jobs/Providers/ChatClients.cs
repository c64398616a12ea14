using Actors.Jobs.Providers.Demo;
using Microsoft.Extensions.AI;

namespace Actors.Jobs.Providers;

/// <summary>Makes the configured provider of text.</summary>
internal static class ChatClients
{
    internal static IChatClient Create(JobsOptions options, TimeProvider time) => new DemoChatClient(options.Demo, time);
}
