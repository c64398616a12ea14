using Actors.TestServers;

namespace Actors.Cluster.Tests.Faults;

/// <summary>A page that takes nothing from its socket for 20 s, while far more is published to it than all buffers hold.</summary>
internal static class FrozenPage
{
    private const int BigNotes = 80;
    private const int BigNoteLength = 30_000;
    private static readonly TimeSpan Freeze = TimeSpan.FromSeconds(20);

    public static async Task FreezeAsync(Scenario scenario)
    {
        var page = scenario.Fleet.Clients.First();
        var channel = page.Channels[0];
        var others = scenario.Fleet.Clients.Where(other => other != page && other.Follows is null && other.Channels.Contains(channel)).ToList();
        others.ShouldNotBeEmpty();
        var connects = page.Connects;
        page.Freeze();
        var frozen = Task.Delay(Freeze);
        var text = new string('x', BigNoteLength);
        var last = string.Empty;
        for (var i = 0; i < BigNotes; i++)
        {
            last = (await scenario.Load.NoteAsync(channel, text)).Id;
        }

        await Until.TrueAsync(() => others.All(other => other.HasHeard(channel, last)), "the others hear what is published");
        frozen.IsCompleted.ShouldBeFalse("The others had to wait for the frozen page.");
        await frozen;
        page.HasHeard(channel, last).ShouldBeFalse("The page was not frozen.");
        page.Thaw();
        await Until.TrueAsync(() => page.HasHeard(channel, last), "the page catches up");
        page.Connects.ShouldBe(connects, "The page was not patient enough to be served without a reconnect.");
    }
}
