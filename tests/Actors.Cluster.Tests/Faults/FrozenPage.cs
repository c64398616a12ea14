using Actors.Cluster.Tests.Clients;
using Actors.Cluster.Tests.Load;
using Actors.TestServers;

namespace Actors.Cluster.Tests.Faults;

/// <summary>
/// A page that takes nothing from its socket for 20 s, and until all others have heard what is published meanwhile, which is far
/// more than all buffers hold: whoever had to wait for it would wait for ever.
/// </summary>
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
        var notes = await Task.WhenAll(Enumerable.Range(0, BigNotes).Select(_ => scenario.Load.NoteAsync(channel, text)));
        scenario.Tell("all of it is accepted");
        await Until.TrueAsync(() => others.All(other => HasHeard(other, notes)), "the others hear what is published");
        scenario.Tell("the others have heard it");
        await frozen;
        HasHeard(page, notes).ShouldBeFalse("The page was not frozen.");
        page.Thaw();
        await Until.TrueAsync(() => HasHeard(page, notes), "the page catches up");
        page.Connects.ShouldBe(connects, "The page was not patient enough to be served without a reconnect.");
    }

    private static bool HasHeard(EventSourceClient page, AcceptedNote[] notes) => notes.All(note => page.HasHeard(note.Channel, note.Id));
}
