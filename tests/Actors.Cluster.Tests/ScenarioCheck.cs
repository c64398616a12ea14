using System.Text;
using Actors.Cluster.Tests.Checker;
using Actors.Cluster.Tests.Clients;
using Actors.Cluster.Tests.Load;
using Actors.TestServers;

namespace Actors.Cluster.Tests;

/// <summary>Compares what was accepted and what pages heard with what the log says.</summary>
internal sealed class ScenarioCheck(LogView log, ScenarioLoad load, ClientFleet fleet, IReadOnlyList<string> channels)
{
    /// <summary>How many valid events the channels have.</summary>
    public int Events => channels.Sum(channel => log.Channel(channel).Count);

    /// <summary>How many events pages heard.</summary>
    public int Deliveries => fleet.Clients.Sum(page => page.Channels.Sum(page.Count));

    /// <summary>Everything but the history.</summary>
    public void Assert()
    {
        foreach (var job in load.Jobs)
        {
            AssertJob(job);
        }

        channels.SelectMany(log.Channel).Where(e => e.Job.Length > 0).Select(e => e.Job).Distinct().Order()
            .ShouldBe(load.Jobs.Select(job => job.Id).Order(), "Each job of the log was accepted, under one id.");
        channels.SelectMany(log.Channel).Where(e => e.Type == "note").Select(e => e.Id).Order()
            .ShouldBe(load.Notes.Select(note => note.Id).Order(), "Each accepted event is in the log, once.");
        var faults = fleet.Clients.SelectMany(FaultsOf).ToList();
        faults.ShouldBeEmpty($"{faults.Count} lists differ from the log:\n{string.Join('\n', faults.Take(5))}");
    }

    /// <summary>The history tells of each job what the log does.</summary>
    public async Task AssertHistoryAsync(PatientClient client)
    {
        foreach (var job in load.Jobs)
        {
            var told = default(System.Text.Json.JsonElement);
            await Until.TrueAsync(
                async () => await client.GetAsync($"/api/jobs/{job.Id}", job.User) is { } answer
                    && (told = answer).GetProperty("status").GetString() is not ("queued" or "running" or "cancelling"),
                $"the history knows the end of {job.Id}");
            told.GetProperty("status").GetString().ShouldBe("completed");
            told.GetProperty("channel").GetString().ShouldBe(job.Channel);
            told.GetProperty("attempt").GetInt32().ShouldBe(log.Job(job.Id).Max(e => e.Attempt));
            told.GetProperty("text").GetString().ShouldBe(log.Job(job.Id)[^1].Json.GetProperty("result").GetProperty("text").GetString());
        }
    }

    private void AssertJob(AcceptedJob job)
    {
        var events = log.Job(job.Id);
        events.Count(e => e.Type == "generation_queued").ShouldBe(1, job.Id);
        events[0].Type.ShouldBe("generation_queued", job.Id);
        events.Count(e => e.IsTerminal).ShouldBe(1, job.Id);
        events[^1].Type.ShouldBe("generation_complete", job.Id);
        var text = new StringBuilder();
        foreach (var e in events)
        {
            if (e.Type == "generation_reset")
            {
                text.Clear();
            }
            else if (e.Type == "ai_chat_chunk")
            {
                var chunk = e.Json.GetProperty("result");
                chunk.GetProperty("position").GetInt32().ShouldBe(text.Length, job.Id);
                text.Append(chunk.GetProperty("text").GetString());
            }
        }

        text.ToString().ShouldBe(events[^1].Json.GetProperty("result").GetProperty("text").GetString(), job.Id);
    }

    private IEnumerable<string> FaultsOf(EventSourceClient page)
    {
        if (page.Failure is { } failure)
        {
            yield return $"{page.Name}: an EventSource would have given up: {failure}";
        }

        foreach (var reset in page.Resets)
        {
            yield return $"{page.Name}: told of a hole: {reset}";
        }

        foreach (var channel in page.Channels)
        {
            var heard = page.Heard(channel);
            var begin = page.Follows is { } job ? log.Submitted[job.Id] : -1;
            LoggedEvent[] logged = [.. log.Channel(channel).Where(e => e.Offset > begin)];
            if (!heard.SequenceEqual(logged.Select(Heard)))
            {
                yield return Describe(page, channel, heard, logged);
            }
        }
    }

    private static HeardEvent Heard(LoggedEvent e) => new(e.Id, e.Type, e.Hash);

    private static string Describe(EventSourceClient page, string channel, HeardEvent[] heard, LoggedEvent[] events)
    {
        var logged = Array.ConvertAll(events, Heard);
        var at = heard.Zip(logged).TakeWhile(pair => pair.First == pair.Second).Count();
        var expected = at < logged.Length ? $"{events[at].Type} at offset {events[at].Offset} of shard {events[at].Shard}" : "nothing more";
        var got = at < heard.Length ? $"{heard[at].Type} (number {Array.FindIndex(events, e => e.Id == heard[at].Id)} in the log)" : "nothing";
        return $"{page.Name} at {page.Node} ({page.Connects} connects{(page.Follows is null ? string.Empty : ", began with a job's cursor")}), {channel}: "
            + $"heard {heard.Length}, logged {logged.Length}; {logged.Except(heard).Count()} missing, {heard.Except(logged).Count()} foreign, "
            + $"{heard.Length - heard.Distinct().Count()} repeated; first at number {at}: expected {expected}, got {got}";
    }
}
