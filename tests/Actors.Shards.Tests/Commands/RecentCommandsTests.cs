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
        recent.Add(Body("a"), "0-1");

        recent.KnowsCommand(Body("a")).ShouldBeTrue();
        recent.KnowsJob("0-1").ShouldBeTrue();
        recent.KnowsCommand(Body("b")).ShouldBeFalse();
        recent.KnowsJob("0-2").ShouldBeFalse();
        recent.KnowsCommand(Body("a") with { Type = CommandTypes.CancelJob }).ShouldBeFalse("an id is of its type");
        recent.KnowsCommand(Body(null)).ShouldBeFalse();
    }

    [Fact]
    public void ToArray_carries_the_ids_to_the_next_owner()
    {
        var recent = new RecentCommands([]);
        recent.Add(Body("a"), "0-1");

        var next = new RecentCommands(recent.ToArray());

        next.KnowsCommand(Body("a")).ShouldBeTrue();
        next.KnowsJob("0-1").ShouldBeTrue();
    }

    [Fact]
    public void Add_keeps_the_latest_ids_only()
    {
        var recent = new RecentCommands([]);
        for (var i = 0; i <= RecentCommands.Capacity; i++)
        {
            recent.Add(Body(i.ToString(CultureInfo.InvariantCulture)), null);
        }

        recent.ToArray().Length.ShouldBe(RecentCommands.Capacity);
        recent.KnowsCommand(Body("0")).ShouldBeFalse();
        recent.KnowsCommand(Body("1")).ShouldBeTrue();
    }

    private static CommandBody Body(string? id) =>
        new() { Type = CommandTypes.SubmitJob, Id = id, User = "u", Channel = "channel:a" };
}
