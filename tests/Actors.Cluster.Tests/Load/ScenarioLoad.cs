using System.Collections.Concurrent;
using Actors.Cluster.Tests.Clients;

namespace Actors.Cluster.Tests.Load;

/// <summary>Jobs and published events, at the plan's pace whatever the answers take.</summary>
internal sealed class ScenarioLoad(PatientClient client, ClientFleet fleet, LoadPlan plan, IReadOnlyList<string> channels, IReadOnlyList<string> oneEachShard, int seed)
{
    private readonly ConcurrentBag<AcceptedJob> _jobs = [];
    private readonly ConcurrentBag<AcceptedNote> _notes = [];

    public IReadOnlyCollection<AcceptedJob> Jobs => _jobs;

    public IReadOnlyCollection<AcceptedNote> Notes => _notes;

    /// <summary>Sends until <paramref name="fault"/> has ended and all that the plan wants is sent; ends when all of it is accepted.</summary>
    public async Task RunAsync(Task fault)
    {
        using var over = new CancellationTokenSource();
        var notes = AtPaceAsync(plan.NotesPerSecond, _ => !over.IsCancellationRequested, i => NoteAsync(oneEachShard[i % oneEachShard.Count], $"note {i}"));
        var chance = new Random(seed);
        await AtPaceAsync(plan.JobsPerSecond, i => i < plan.Jobs || !fault.IsCompleted, i => JobAsync(i, channels[chance.Next(channels.Count)]));
        await over.CancelAsync();
        await notes;
    }

    /// <summary>Publishes one event and returns it.</summary>
    public async Task<AcceptedNote> NoteAsync(string channel, string text)
    {
        var accepted = await client.PostAsync($"/api/channels/{channel}/events", "backend", $$"""{"type":"note","text":"{{text}}"}""");
        var note = new AcceptedNote(accepted.GetProperty("ids")[0].GetString()!, channel);
        _notes.Add(note);
        return note;
    }

    /// <summary>Submits a job and, by way of another node, the same again under the same key: both are answered alike.</summary>
    public async Task JobTwiceAsync(string channel)
    {
        var (key, body) = (Guid.NewGuid().ToString("N"), $$"""{"prompt":"twice","maxTokens":{{plan.Tokens}},"channel":"{{channel}}"}""");
        var accepted = await client.PostAsync("/api/generate/text", "twice", body, key);
        (await client.PostAsync("/api/generate/text", "twice", body, key)).GetRawText().ShouldBe(accepted.GetRawText());
        _jobs.Add(new AcceptedJob(accepted.GetProperty("jobId").GetString()!, channel, "twice", accepted.GetProperty("cursor").GetString()!));
    }

    private async Task JobAsync(int number, string channel)
    {
        var user = $"user-{number % plan.Users}";
        var accepted = await client.PostAsync("/api/generate/text", user, $$"""{"prompt":"job {{number}} of {{seed}}","maxTokens":{{plan.Tokens}},"channel":"{{channel}}"}""");
        var job = new AcceptedJob(accepted.GetProperty("jobId").GetString()!, channel, user, accepted.GetProperty("cursor").GetString()!);
        _jobs.Add(job);
        if (number % plan.FollowedOneIn == 0)
        {
            fleet.Follow(job);
        }
    }

    private static async Task AtPaceAsync(double perSecond, Func<int, bool> goesOn, Func<int, Task> send)
    {
        List<Task> sent = [];
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1 / perSecond));
        for (var i = 0; goesOn(i); i++)
        {
            sent.Add(send(i));
            await pace.WaitForNextTickAsync();
        }

        await Task.WhenAll(sent);
    }
}
