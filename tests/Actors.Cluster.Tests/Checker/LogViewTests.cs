using System.Text;

namespace Actors.Cluster.Tests.Checker;

public sealed class LogViewTests
{
    private const string Channel = "channel:a";
    private readonly List<RawRecord> _records = [];

    [Fact]
    public void Command_across_a_claim_waited_for_an_owner()
    {
        Claim(at: 0);
        Answer(Command(at: 10), claim: 0, seq: 0, at: 20);
        var across = Command(at: 100);
        Answer(across, Claim(at: 400), seq: 0, at: 800);

        Longest().ShouldBe((700, 700));
    }

    [Fact]
    public void Command_behind_a_claim_waited_for_an_owner_until_the_first_answer()
    {
        Claim(at: 0);
        var first = Command(at: 100);
        var second = Command(at: 150);
        Answer(first, claim: 0, seq: 0, at: 600);
        Answer(second, claim: 0, seq: 1, at: 900);

        Longest().ShouldBe((750, 750));
    }

    [Fact]
    public void Command_to_an_owner_that_serves_waited_for_its_answer_alone()
    {
        Claim(at: 0);
        Answer(Command(at: 100), claim: 0, seq: 0, at: 130);
        Answer(Command(at: 200), claim: 0, seq: 1, at: 2200);

        Longest().ShouldBe((2000, 30));
    }

    [Fact]
    public void What_a_zombie_answers_is_no_answer()
    {
        Claim(at: 0);
        var command = Command(at: 100);
        var next = Claim(at: 110);
        Answer(command, claim: 0, seq: 0, at: 120);
        Answer(command, next, seq: 0, at: 500);

        Longest().ShouldBe((400, 400));
    }

    private (double Answer, double Handover) Longest()
    {
        using var view = new LogView(new RawLog(_records), shards: 1);
        view.Refresh();
        return (view.LongestAnswers(0)[0].TotalMilliseconds, view.LongestHandovers(0)[0].TotalMilliseconds);
    }

    private long Claim(long at) => Add(at, RawKind.Claim, -1, -1, -1, string.Empty);

    private long Command(long at) => Add(at, RawKind.Command, -1, -1, -1, Channel);

    private void Answer(long command, long claim, long seq, long at) => Add(at, RawKind.Event, claim, seq, command, Channel);

    private long Add(long at, RawKind kind, long stamp, long seq, long answers, string channel)
    {
        var header = new RawHeader { Kind = kind, Stamp = stamp, Seq = seq, Answers = answers, Type = string.Empty, Job = string.Empty };
        var value = Encoding.UTF8.GetBytes($$"""{"type":"note","id":"{{_records.Count}}","channel":"{{Channel}}"}""");
        _records.Add(new RawRecord(0, _records.Count, at, channel, header, value));
        return _records.Count - 1;
    }

    private sealed class RawLog(List<RawRecord> records) : IRawLog
    {
        public IEnumerable<RawRecord> ReadNew() => records;

        public void Dispose()
        {
        }
    }
}
