using System.Collections.Concurrent;

namespace Actors.Contracts.Tests;

public sealed class UuidV7SourceTests
{
    [Fact]
    public void Next_is_of_version_7_and_bears_the_clocks_milliseconds()
    {
        var now = new DateTimeOffset(2026, 3, 4, 5, 6, 7, 891, TimeSpan.Zero);

        var id = new UuidV7Source(new StoppedClock(now)).Next();

        (id.Version, id.Variant >> 2).ShouldBe((7, 2));
        Convert.ToInt64(id.ToString("N")[..12], 16).ShouldBe(now.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Next_never_repeats_whatever_the_thread()
    {
        var ids = new ConcurrentDictionary<Guid, bool>();
        var source = new UuidV7Source(new StoppedClock(DateTimeOffset.UnixEpoch));

        Parallel.For(0, 8, _ => Enumerable.Range(0, 10_000).ToList().ForEach(_ => ids.TryAdd(source.Next(), true).ShouldBeTrue()));

        ids.Count.ShouldBe(80_000);
    }

    [Fact]
    public void Next_is_random_in_every_other_bit()
    {
        var source = new UuidV7Source(new StoppedClock(DateTimeOffset.UnixEpoch));
        var (ones, zeros) = (new byte[16], new byte[16]);

        for (var i = 0; i < 1000; i++)
        {
            var id = source.Next().ToByteArray(bigEndian: true);
            for (var b = 0; b < id.Length; b++)
            {
                ones[b] |= id[b];
                zeros[b] |= (byte)~id[b];
            }
        }

        Convert.ToHexString(ones).ShouldBe("0000000000007FFFBFFFFFFFFFFFFFFF");
        Convert.ToHexString(zeros).ShouldBe("FFFFFFFFFFFF8FFF7FFFFFFFFFFFFFFF");
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
