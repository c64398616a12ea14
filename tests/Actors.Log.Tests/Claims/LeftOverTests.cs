using System.Buffers;
using Actors.Log.Claims;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Log.Tests.Claims;

public sealed class LeftOverTests
{
    private const uint LogId = 7;

    [Fact]
    public void Found_is_a_point_that_counts_wherever_reading_begins() => Prop.ForAll(RawLog.Any, raw =>
    {
        var log = WithPoints(raw);
        var valid = RawLog.Valid(log);
        for (var cut = 0; cut < log.Length; cut++)
        {
            var left = new LeftOver(log[cut].Offset);
            Array.ForEach(log[cut..], e => left.Take(e));
            if (left.Found is var (entry, point) && (!valid.Contains(entry.Offset) || point.At + 1 < log[cut].Offset || !Same(point.Claims, StateAt(log, point.At))))
            {
                return false;
            }
        }

        return true;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4)]
    public void Found_is_the_point_whose_recovery_point_was_read(int cut) => Read(cut).Found!.Value.Entry.Offset.ShouldBe(6);

    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    public void Found_is_none_where_the_recovery_point_was_not_read(int cut) => Read(cut).Found.ShouldBeNull();

    [Fact]
    public void Found_is_none_where_a_record_of_its_claim_is_missing() =>
        Read(1, log => log[5] = new LogEntry(5, 0, Records.Command("user:u"))).Found.ShouldBeNull();

    [Fact]
    public void Found_is_none_where_another_claim_stands_before_it() =>
        Read(1, log => log[5] = new LogEntry(5, 0, Records.Claim())).Found.ShouldBeNull();

    [Fact]
    public void Found_is_the_last_of_several()
    {
        var log = Log();
        var left = new LeftOver(1);
        log.AddRange(
        [
            new LogEntry(7, 0, Records.Claim()),
            new LogEntry(8, 0, PointOf(7, 0, new RecoveryPoint(7, new ClaimState(7, 0, 7, []), -1, LogId))),
        ]);

        log[1..].ForEach(e => left.Take(e));

        left.Found!.Value.Entry.Offset.ShouldBe(8);
    }

    [Fact]
    public void MaybeAnswered_is_the_highest_command_that_is_answered_before_the_first_claim()
    {
        var left = new LeftOver(10);
        left.Take(new LogEntry(10, 0, Records.Command("user:u")));
        left.Take(new LogEntry(11, 0, Records.Command("user:u")));
        left.MaybeAnswered.ShouldBe(-1);

        left.Take(new LogEntry(12, 0, Records.Event(3, 40) with { Answers = 11 }));
        left.Take(new LogEntry(13, 0, Records.Event(3, 41) with { Answers = 9 }));
        left.MaybeAnswered.ShouldBe(11);

        left.Take(new LogEntry(14, 0, Records.Command("user:u")));
        left.Take(new LogEntry(15, 0, Records.Claim()));
        left.Take(new LogEntry(16, 0, Records.Event(15, 0) with { Answers = 14 }));
        left.LastInDoubt.ShouldBe(13);
        left.MaybeAnswered.ShouldBe(11, "behind a claim the rule says what is answered");
    }

    /// <summary>A claim, four events of it, a command, and a point with the state behind the third event.</summary>
    private static List<LogEntry> Log() =>
    [
        new(0, 0, Records.Claim()),
        new(1, 0, Records.Event(0, 0)),
        new(2, 0, Records.Event(0, 1)),
        new(3, 0, Records.Event(0, 2)),
        new(4, 0, Records.Command("user:u")),
        new(5, 0, Records.Event(0, 3)),
        new(6, 0, PointOf(0, 4, new RecoveryPoint(3, new ClaimState(0, 3, 3, []), -1, LogId))),
    ];

    private static LeftOver Read(int cut, Action<List<LogEntry>>? change = null)
    {
        var log = Log();
        change?.Invoke(log);
        var left = new LeftOver(cut);
        log[cut..].ForEach(e => left.Take(e));
        return left;
    }

    /// <summary>Owners tell the truth: a point bears a state that its writer has read, in which its own claim was in force.</summary>
    private static LogEntry[] WithPoints(LogEntry[] log)
    {
        for (var i = 0; i < log.Length; i++)
        {
            if (log[i].Record is { Kind: RecordKind.Point } record)
            {
                var known = log[..i].Where(e => StateAt(log, e.Offset).Claim == record.Stamp && record.Stamp >= 0).Select(e => e.Offset).ToArray();
                var at = known.Length == 0 ? -1 : known[i % known.Length];
                log[i] = log[i] with
                {
                    Record = known.Length == 0 ? Records.Event(record.Stamp, record.Seq)
                        : PointOf(record.Stamp, record.Seq, new RecoveryPoint(at, StateAt(log, at), -1, LogId)),
                };
            }
        }

        return log;
    }

    private static ClaimState StateAt(LogEntry[] log, long at)
    {
        var filter = new ClaimFilter();
        foreach (var entry in log.TakeWhile(e => e.Offset <= at))
        {
            filter.Accept(entry.Offset, entry.Record);
        }

        return filter.Capture();
    }

    private static bool Same(ClaimState a, ClaimState b) =>
        (a.Claim, a.NextSeq, a.LastValid) == (b.Claim, b.NextSeq, b.LastValid) && a.Closed.SequenceEqual(b.Closed);

    private static LogRecord PointOf(long stamp, long seq, RecoveryPoint point)
    {
        var value = new ArrayBufferWriter<byte>();
        RecoveryPointCodec.Write(value, point);
        return Records.Point(stamp, seq) with { Value = value.WrittenMemory };
    }
}
