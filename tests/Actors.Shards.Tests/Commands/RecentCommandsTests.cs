using System.Globalization;
using Actors.Contracts.Commands;
using Actors.Shards.Commands;

namespace Actors.Shards.Tests.Commands;

public sealed class RecentCommandsTests
{
    [Fact]
    public void Knows_a_command_by_its_id_and_a_submit_by_its_job()
    {
        var recent = new RecentCommands([]);
        recent.Add(Body("a", job: "0-1"));

        recent.Knows(Body("a")).ShouldBeTrue();
        recent.Knows(Body(null, job: "0-1")).ShouldBeTrue();
        recent.Knows(Body("b", job: "0-2")).ShouldBeFalse();
        recent.Knows(Body("a") with { Type = CommandTypes.CancelJob }).ShouldBeFalse("an id is of its type");
        recent.Knows(Body(null)).ShouldBeFalse();
    }

    [Fact]
    public void ToArray_carries_the_ids_to_the_next_owner()
    {
        var recent = new RecentCommands([]);
        recent.Add(Body("a", job: "0-1"));

        var next = new RecentCommands(recent.ToArray());

        next.Knows(Body("a")).ShouldBeTrue();
        next.Knows(Body(null, job: "0-1")).ShouldBeTrue();
    }

    [Fact]
    public void Add_keeps_the_latest_ids_only()
    {
        var recent = new RecentCommands([]);
        for (var i = 0; i <= RecentCommands.Capacity; i++)
        {
            recent.Add(Body(i.ToString(CultureInfo.InvariantCulture)));
        }

        recent.ToArray().Length.ShouldBe(RecentCommands.Capacity);
        recent.Knows(Body("0")).ShouldBeFalse();
        recent.Knows(Body("1")).ShouldBeTrue();
    }

    private static CommandBody Body(string? id, string? job = null) =>
        new() { Type = CommandTypes.SubmitJob, Id = id, User = "u", Channel = "channel:a", JobId = job };
}
