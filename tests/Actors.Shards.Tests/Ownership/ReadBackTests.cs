using Actors.Log;
using Actors.Log.Claims;
using Actors.Shards.Ownership;
using Actors.Simulation.Oracle;
using FsCheck;
using FsCheck.Fluent;

namespace Actors.Shards.Tests.Ownership;

public sealed class ReadBackTests
{
    private static readonly byte[] Mine = "mine"u8.ToArray();

    /// <summary>Records by several writers: kind, whose claim they bear, and their number, which may leave a hole or repeat.</summary>
    private static readonly Gen<(int Kind, int Writer, int Slip)> Step =
        from kind in Gen.Choose(0, 9)
        from writer in Gen.Choose(0, 2)
        from slip in Gen.Frequency((12, Gen.Constant(0)), (1, Gen.Constant(1)), (1, Gen.Constant(-1)))
        select (kind, writer, slip);

    [Fact]
    public void Accept_calls_valid_what_the_oracle_calls_valid_until_the_own_claim_is_over() =>
        Prop.ForAll(Step.ListOf().ToArbitrary(), steps =>
        {
            var log = Write(steps);
            var claims = log.FindAll(e => e.Record.Kind == RecordKind.Claim);
            var own = claims.Count == 0 ? -1 : claims[claims.Count / 2].Offset;
            var valid = ValidRecords.Of(log).Select(e => e.Offset).ToHashSet();
            var readBack = new ReadBack();
            readBack.Begin(ClaimState.None, -1);
            readBack.Claimed(own, -1);
            foreach (var entry in log)
            {
                var verdict = readBack.Accept(entry);
                readBack.Position.ShouldBe(entry.Offset);
                if (verdict is ReadBackVerdict.Ended or ReadBackVerdict.Superseded)
                {
                    own.ShouldBeGreaterThanOrEqualTo(0);
                    entry.Offset.ShouldBeGreaterThan(own);
                    valid.ShouldNotContain(offset => offset >= entry.Offset && log[(int)offset].Record.Stamp == own);
                    return;
                }

                (verdict == ReadBackVerdict.Valid).ShouldBe(valid.Contains(entry.Offset));
                (verdict == ReadBackVerdict.Command).ShouldBe(entry.Record.Kind == RecordKind.Command);
                (verdict == ReadBackVerdict.Recovered).ShouldBe(entry.Offset == own);
            }
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Theory]
    [InlineData("other", true)]
    [InlineData("mine", false)]
    public void A_claim_in_between_is_foreign_unless_it_was_tried(string value, bool foreign)
    {
        var readBack = new ReadBack();
        readBack.Begin(ClaimState.None, -1);
        readBack.Attempt(Mine);
        readBack.Claimed(0, -1);
        readBack.Accept(Claim(0, Mine)).ShouldBe(ReadBackVerdict.Recovered);
        readBack.Claimed(2, served: 0);

        readBack.Accept(Claim(1, System.Text.Encoding.UTF8.GetBytes(value))).ShouldBe(ReadBackVerdict.Skip);
        readBack.Accept(Claim(2, Mine)).ShouldBe(ReadBackVerdict.Recovered);

        readBack.ForeignBetween.ShouldBe(foreign);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(1024, false)]
    public void Of_the_claims_that_were_tried_the_last_1024_are_known(int attempt, bool foreign)
    {
        var readBack = new ReadBack();
        readBack.Begin(ClaimState.None, -1);
        for (var i = 0; i <= 1024; i++)
        {
            readBack.Attempt(BitConverter.GetBytes(i));
        }

        readBack.Claimed(2, served: 0);
        readBack.Accept(Claim(1, BitConverter.GetBytes(attempt)));

        readBack.ForeignBetween.ShouldBe(foreign);
    }

    [Theory]
    [InlineData("other", ReadBackVerdict.Superseded)]
    [InlineData("mine", ReadBackVerdict.Ended)]
    public void A_later_claim_ends_the_own_one(string value, object verdict)
    {
        var readBack = new ReadBack();
        readBack.Begin(ClaimState.None, -1);
        readBack.Attempt(Mine);
        readBack.Claimed(0, -1);
        readBack.Accept(Claim(0, Mine));

        readBack.Accept(Claim(1, System.Text.Encoding.UTF8.GetBytes(value))).ShouldBe((ReadBackVerdict)verdict);
    }

    private static LogEntry Claim(long offset, byte[] value) =>
        new(offset, 0, new LogRecord { Kind = RecordKind.Claim, Value = value });

    private static List<LogEntry> Write(IReadOnlyList<(int Kind, int Writer, int Slip)> steps)
    {
        var log = new List<LogEntry>();
        var claims = new long[] { -1, -1, -1 };
        var next = new long[3];
        foreach (var (kind, writer, slip) in steps)
        {
            var record = kind switch
            {
                0 => new LogRecord { Kind = RecordKind.Claim },
                1 => new LogRecord { Kind = RecordKind.Command },
                _ => new LogRecord { Kind = RecordKind.Event, Stamp = claims[writer], Seq = next[writer] + slip, Channel = "channel:a" },
            };
            if (kind == 0)
            {
                (claims[writer], next[writer]) = (log.Count, 0);
            }
            else if (kind > 1)
            {
                next[writer] += 1 + slip;
            }

            log.Add(new LogEntry(log.Count, 0, record));
        }

        return log;
    }
}
